import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocalCognito, type LocalCognito } from '@tenantry/local-cognito';
import pg from 'pg';
import { seedCognito, seedDemo } from '../../prisma/seed.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const POOL = 'ap-northeast-1_Seed00001';
const quiet = () => undefined;

describe('the demo data', () => {
  let database: TestDatabase;
  let cognito: LocalCognito;
  beforeAll(async () => {
    database = await createTestDatabase();
    cognito = await startLocalCognito({
      pools: [{ id: POOL, name: 'Seed', customAttributes: ['tenant_id'], clients: [] }],
    });
  });
  afterAll(async () => {
    await cognito.close();
    await database.drop();
  });

  async function rows(sql: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    try {
      const found: unknown[] = [];
      for (const tenant of ['tenant_a', 'tenant_b', 'tenant_c']) {
        await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenant]);
        found.push(...(await client.query(sql)).rows);
      }
      return found;
    } finally {
      await client.end();
    }
  }
  const settings = () => ({ endpoint: cognito.url, region: 'ap-northeast-1', userPoolId: POOL });
  const seed = async (url: { ownerUrl?: string; runtimeUrl?: string }) => {
    const subjects = await seedCognito(settings());
    await seedDemo({ ...url, issuer: 'https://issuer.test', subjects, log: quiet });
    return subjects;
  };

  it('is what the contract says, and the same after a repeat', async () => {
    const subjects = await seed({ ownerUrl: database.ownerUrl });
    const before = await rows('SELECT * FROM items ORDER BY id');
    expect(await seed({ runtimeUrl: database.runtimeUrl })).toEqual(subjects);
    expect(await rows('SELECT * FROM items ORDER BY id')).toEqual(before);

    expect(
      await rows(`SELECT t.id, t.name, t.status, count(DISTINCT i.name)::int AS items FROM tenants t
        JOIN items i ON i.tenant_id = t.id GROUP BY t.id`),
    ).toEqual([
      { id: 'tenant_a', name: 'Acme', status: 'active', items: 28 },
      { id: 'tenant_b', name: 'Globex', status: 'active', items: 27 },
      { id: 'tenant_c', name: 'Initech', status: 'suspended', items: 4 },
    ]);
    expect(await rows('SELECT tenant_id, email, role FROM memberships ORDER BY email')).toEqual([
      { tenant_id: 'tenant_a', email: 'alice@example.com', role: 'admin' },
      { tenant_id: 'tenant_a', email: 'carol@example.com', role: 'member' },
      { tenant_id: 'tenant_b', email: 'bob@example.com', role: 'admin' },
      { tenant_id: 'tenant_b', email: 'carol@example.com', role: 'viewer' },
      { tenant_id: 'tenant_c', email: 'frank@example.com', role: 'admin' },
    ]);
  });

  it('keeps what people changed', async () => {
    await seed({ ownerUrl: database.ownerUrl });
    await rows("DELETE FROM items WHERE name = 'Rocket skates'");
    await rows("UPDATE memberships SET role = 'viewer' WHERE email = 'bob@example.com'");
    await seed({ ownerUrl: database.ownerUrl });
    expect(await rows("SELECT FROM items WHERE name = 'Rocket skates'")).toEqual([]);
    expect(await rows("SELECT role FROM memberships WHERE email = 'bob@example.com'")).toEqual([
      { role: 'viewer' },
    ]);
  });

  it('leaves dave with a temporary password and puts the claims into the pool', async () => {
    const subjects = await seed({ ownerUrl: database.ownerUrl });
    const client = new CognitoIdentityProviderClient({
      endpoint: cognito.url,
      region: 'ap-northeast-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
    const read = async (email: string) => {
      const user = await client.send(new AdminGetUserCommand({ UserPoolId: POOL, Username: email }));
      const value = (name: string) => user.UserAttributes?.find(({ Name }) => Name === name)?.Value;
      return { status: user.UserStatus, sub: value('sub'), tenant: value('custom:tenant_id') };
    };
    expect(await read('dave@example.com')).toEqual({
      status: 'FORCE_CHANGE_PASSWORD',
      sub: subjects['dave@example.com'],
      tenant: 'tenant_a',
    });
    expect(await read('carol@example.com')).toEqual({
      status: 'CONFIRMED',
      sub: subjects['carol@example.com'],
      tenant: undefined,
    });
    client.destroy();
  });

  it('says which user is missing', async () => {
    const fresh = await createTestDatabase();
    const seeding = seedDemo({ ownerUrl: fresh.ownerUrl, issuer: 'x', subjects: {}, log: quiet });
    await expect(seeding).rejects.toThrow('alice@example.com');
    await fresh.drop();
  });
});
