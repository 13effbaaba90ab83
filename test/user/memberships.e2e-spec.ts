import { AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, USER_POOL, World } from '../support/world.ts';

const SINCE = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/);

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

async function membershipsOf(name: string): Promise<unknown> {
  const caller = world.as(await world.signIn(`${name}@example.com`));
  const { body } = await caller.get('/api/user/memberships').expect(200);
  return body;
}

describe('GET /api/user/memberships', () => {
  it('lists what the caller is where, and nobody else', async () => {
    const active = { status: 'active', tenant_status: 'active', since: SINCE };
    expect(await membershipsOf('carol')).toEqual({
      data: [
        { tenant_id: 'tenant_a', name: 'Acme', role: 'member', ...active },
        { tenant_id: 'tenant_b', name: 'Globex', role: 'viewer', ...active },
      ],
    });
    expect(await membershipsOf('erin')).toEqual({ data: [] });
  });

  it('names a suspended tenant, which /me leaves out', async () => {
    const initech = { tenant_id: 'tenant_c', name: 'Initech', role: 'admin', status: 'active' };
    expect(await membershipsOf('frank')).toEqual({
      data: [{ ...initech, tenant_status: 'suspended', since: SINCE }],
    });
  });

  it('shows a membership that is suspended, and none that was removed', async () => {
    const alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
    const carol = `/api/tenant/members/${world.subjects['carol@example.com']}`;
    await alice.patch(carol).send({ status: 'suspended' }).expect(200);
    const [acme] = ((await membershipsOf('carol')) as { data: object[] }).data;
    expect(acme).toMatchObject({ tenant_id: 'tenant_a', status: 'suspended', tenant_status: 'active' });
    await alice.delete(carol).expect(204);
    expect(await membershipsOf('carol')).toMatchObject({ data: [{ tenant_id: 'tenant_b' }] });
  });

  it('takes an ID token as well', async () => {
    const { id_token } = await world.signIn('bob@example.com');
    const asked = world.http.get('/api/user/memberships').set('Authorization', `Bearer ${id_token}`);
    const { body } = await asked.expect(200);
    expect(body).toMatchObject({ data: [{ tenant_id: 'tenant_b', role: 'admin' }] });
  });

  it('lets in by the claim of an ID token, which an access token does not have', async () => {
    const Username = 'dave@example.com';
    const password = { UserPoolId: USER_POOL, Username, Password: PASSWORD, Permanent: true };
    await world.admin.send(new AdminSetUserPasswordCommand(password));
    // Not through this API, which would have seen the claim at the sign-in.
    const { access_token, id_token } = await world.cognitoTokens(Username);
    const listed = async (token: string) => {
      const asked = world.http.get('/api/user/memberships').set('Authorization', `Bearer ${token}`);
      return ((await asked.expect(200)).body as { data: object[] }).data;
    };
    expect(await listed(access_token)).toEqual([]);
    const acme = { tenant_id: 'tenant_a', role: 'member', status: 'active' };
    expect(await listed(id_token)).toMatchObject([acme]);
    expect(await listed(access_token)).toMatchObject([acme]);
  });

  it('is 401 without a token', async () => {
    await world.http.get('/api/user/memberships').expect(401);
  });
});
