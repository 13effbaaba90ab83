import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

describe('GET /api/user/me', () => {
  it('needs no tenant and lists those of the user, with the role in each', async () => {
    const tokens = await world.signIn('carol@example.com');
    const { body } = await world.as(tokens).get('/api/user/me').expect(200);
    expect(body).toEqual({
      sub: world.subjects['carol@example.com'],
      username: world.subjects['carol@example.com'],
      email: 'carol@example.com',
      token_use: 'access',
      groups: [],
      tenants: [
        { tenant_id: 'tenant_a', name: 'Acme', role: 'member' },
        { tenant_id: 'tenant_b', name: 'Globex', role: 'viewer' },
      ],
    });
  });

  it('takes an ID token as well, and then knows the e-mail from it', async () => {
    const { id_token } = await world.signIn('alice@example.com');
    world.cognito.fault('AdminGetUser', 'InternalErrorException', 3);
    const { body } = await world.http
      .get('/api/user/me')
      .set('Authorization', `Bearer ${id_token}`)
      .expect(200);
    world.cognito.fault('AdminGetUser', 'InternalErrorException', 0);
    expect(body).toMatchObject({ email: 'alice@example.com', token_use: 'id' });
  });

  it.each([
    ['of no tenant', 'erin@example.com', []],
    ['of a suspended tenant', 'frank@example.com', []],
    ['of the platform', 'grace@example.com', ['platform-admin']],
  ])('shows a user %s no tenants', async (_name, email, groups) => {
    const { body } = await world
      .as(await world.signIn(email))
      .get('/api/user/me')
      .expect(200);
    expect(body).toMatchObject({ email, groups, tenants: [] });
  });

  it('is 401 without a token', async () => {
    const { body, headers } = await world.http.get('/api/user/me').expect(401);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toMatchObject({
      status: 401,
      code: 'auth/unauthorized',
      request_id: headers['x-request-id'],
    });
  });
});
