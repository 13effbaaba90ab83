import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { World, type Tokens } from '../support/world.ts';

const TENANTS = ['tenant_a', 'tenant_b', 'tenant_c', 'tenant_x'] as const;

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const where = async (tokens: Tokens, tenant?: string, on = world) => {
  const { status, body } = await on.as(tokens, tenant).get('/api/tenant');
  return status === 200 ? `${body.tenant_id} ${body.role}` : `${status} ${body.code}`;
};
const everywhere = (tokens: Tokens) => Promise.all(TENANTS.map((tenant) => where(tokens, tenant)));
const FORBIDDEN = '403 tenant/forbidden';

describe('Of the demo accounts', () => {
  it('carol, with two memberships, changes tenant by the header, with one token', async () => {
    const carol = await world.signIn('carol@example.com');
    for (let n = 0; n < 3; n++) {
      expect(await everywhere(carol)).toEqual(['tenant_a member', 'tenant_b viewer', FORBIDDEN, FORBIDDEN]);
    }
    expect(await where(carol)).toBe('400 tenant/not_provided');
  });

  it('erin, without any, gets in nowhere', async () => {
    const erin = await world.signIn('erin@example.com');
    expect(await everywhere(erin)).toEqual(Array(4).fill(FORBIDDEN));
    expect(await where(erin)).toBe('400 tenant/not_provided');
  });

  it('frank, of the suspended tenant, gets in nowhere either', async () => {
    const frank = await world.signIn('frank@example.com');
    expect([await where(frank), ...(await everywhere(frank))]).toEqual(Array(5).fill(FORBIDDEN));
  });

  it('dave, with a claim and no membership, joins with the first sign-in, and only there', async () => {
    const sign = { email: 'dave@example.com', password: 'Temp0rary!' };
    const challenged = await world.http.post('/api/user/login').send(sign).expect(200);
    expect(challenged.body.challenge).toBe('NEW_PASSWORD_REQUIRED');
    const { body: dave } = await world.http
      .post('/api/user/new-password')
      .send({ email: sign.email, new_password: 'Brand-N3w!', session: challenged.body.session })
      .expect(200);
    expect(await where(dave)).toBe('tenant_a member');
    expect(await everywhere(dave)).toEqual(['tenant_a member', FORBIDDEN, FORBIDDEN, FORBIDDEN]);
  });

  it('grace, who runs the platform, is a member of none', async () => {
    const grace = await world.signIn('grace@example.com');
    expect(await everywhere(grace)).toEqual(Array(4).fill(FORBIDDEN));
    await world.as(grace).get('/api/tenants').expect(200);
  });
});

describe('With the claim in access tokens', () => {
  let claiming: World;
  beforeAll(async () => {
    claiming = await World.start({ claimInAccessTokens: true });
  });
  afterAll(() => claiming.close());

  it('a tenant that differs from it is refused before membership is asked', async () => {
    const alice = await claiming.signIn('alice@example.com');
    expect(await where(alice, 'tenant_a', claiming)).toBe('tenant_a admin');
    expect(await where(alice, undefined, claiming)).toBe('tenant_a admin');
    expect(await where(alice, 'tenant_b', claiming)).toBe('403 tenant/mismatch');
    expect(await where(alice, 'tenant_x', claiming)).toBe('403 tenant/mismatch');
  });
});
