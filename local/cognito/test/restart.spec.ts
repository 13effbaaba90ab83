import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalCognito } from '../src/index.ts';
import { Browser } from './support/browser.ts';
import { headerOf } from './support/expect.ts';
import {
  confirmAda,
  EMAIL,
  PASSWORD,
  POOL,
  prepare,
  sdkOf,
  signInAt,
  startHosted,
  TEMPORARY,
} from './support/hosted.ts';
import { startLocalCognito } from '../src/index.ts';

let folder: string;
let stateFile: string;
let local: LocalCognito;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-cognito-'));
  stateFile = join(folder, 'deep', 'state.json');
  local = await startHosted({ stateFile });
});
afterEach(async () => {
  await local.close();
  await rm(folder, { recursive: true });
});

/** Everything again, on the same port, so that the issuer stays. */
async function restart(): Promise<void> {
  const { port } = local;
  await local.close();
  local = await startLocalCognito({ stateFile, port, hooks: true });
}

async function signIn() {
  const { AuthenticationResult } = await sdkOf(local).adminInitiateAuth({
    UserPoolId: POOL,
    ClientId: 'backend',
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: EMAIL, PASSWORD },
  });
  return {
    access: AuthenticationResult?.AccessToken ?? '',
    refresh: AuthenticationResult?.RefreshToken ?? '',
  };
}

const refresh = async (RefreshToken: string) =>
  (await sdkOf(local).getTokensFromRefreshToken({ ClientId: 'backend', RefreshToken })).AuthenticationResult;

describe('a restart', () => {
  it('keeps users, passwords, tokens and keys', async () => {
    await confirmAda(local);
    const before = await signIn();
    await restart();
    const after = await refresh(before.refresh);
    expect(headerOf(after?.AccessToken ?? '')['kid']).toBe(headerOf(before.access)['kid']);
    expect((await sdkOf(local).getUser({ AccessToken: before.access })).UserAttributes).toBeDefined();
    expect((await signIn()).access).not.toBe('');
  });

  it('keeps revocations', async () => {
    await confirmAda(local);
    const { refresh: token } = await signIn();
    await sdkOf(local).adminUserGlobalSignOut({ UserPoolId: POOL, Username: EMAIL });
    await restart();
    await expect(refresh(token)).rejects.toThrow('Refresh Token has been revoked');
  });

  it('keeps the lock-out', async () => {
    await confirmAda(local);
    const wrong = { USERNAME: EMAIL, PASSWORD: 'Wr0ngPass!' };
    const attempt = { UserPoolId: POOL, ClientId: 'backend', AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' as const };
    for (let index = 0; index < 5; index += 1) {
      await sdkOf(local)
        .adminInitiateAuth({ ...attempt, AuthParameters: wrong })
        .catch(() => undefined);
    }
    const started = performance.now();
    await restart();
    if (performance.now() - started < 900)
      await expect(signIn()).rejects.toThrow('Password attempts exceeded');
  });

  it('keeps open challenges and browser sessions', async () => {
    const browser = new Browser();
    const page = await signInAt(browser, (await prepare(local)).url, TEMPORARY);
    await restart();
    const done = await browser.submit(page, { new_password: PASSWORD, repeated: PASSWORD });
    expect(done.location?.searchParams.has('code')).toBe(true);
    await restart();
    expect((await browser.open((await prepare(local)).url)).location?.searchParams.has('code')).toBe(true);
  });

  it('with a declaration updates the client and keeps the user', async () => {
    await local.close();
    const clients = [{ id: 'backend', name: 'renamed', explicitAuthFlows: [] }];
    local = await startLocalCognito({ stateFile, pools: [{ id: POOL, name: 'renamed', clients }] });
    const sdk = sdkOf(local);
    const { UserPoolClient } = await sdk.describeUserPoolClient({ UserPoolId: POOL, ClientId: 'backend' });
    expect(UserPoolClient).toMatchObject({ ClientName: 'renamed', ExplicitAuthFlows: [] });
    expect((await sdk.adminGetUser({ UserPoolId: POOL, Username: EMAIL })).UserStatus).toBe(
      'FORCE_CHANGE_PASSWORD',
    );
  });
});

describe('a declaration', () => {
  it('says how the pool is set up, and which grants a client has', async () => {
    const client = { id: 'web', name: 'web', callbackUrls: ['http://localhost/back'] };
    const declared = await startLocalCognito({
      pools: [
        {
          id: POOL,
          name: 'declared',
          customAttributes: ['origin', { name: 'tenant_id', maxLength: 64 }],
          accountRecovery: ['verified_email', 'verified_phone_number'],
          verifyBeforeUpdate: ['email'],
          deletionProtection: true,
          clients: [client, { ...client, id: 'old', oauthFlows: ['code', 'implicit'] }],
        },
      ],
    });
    const sdk = sdkOf(declared);
    const { UserPool } = await sdk.describeUserPool({ UserPoolId: POOL });
    const flowsOf = async (ClientId: string) =>
      (await sdk.describeUserPoolClient({ UserPoolId: POOL, ClientId })).UserPoolClient?.AllowedOAuthFlows;
    const flows = [await flowsOf('web'), await flowsOf('old')];
    await declared.close();
    expect(UserPool).toMatchObject({
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Priority: 1, Name: 'verified_email' },
          { Priority: 2, Name: 'verified_phone_number' },
        ],
      },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      DeletionProtection: 'ACTIVE',
    });
    const longest = Object.fromEntries(
      (UserPool?.SchemaAttributes ?? []).map((each) => [
        each.Name,
        each.StringAttributeConstraints?.MaxLength,
      ]),
    );
    expect(longest).toMatchObject({ 'custom:origin': '2048', 'custom:tenant_id': '64' });
    expect(flows).toEqual([['code'], ['code', 'implicit']]);
  });
});

describe('the state file', () => {
  it('is for its owner alone, and nothing is left beside it', async () => {
    await local.close();
    expect(((await stat(stateFile)).mode & 0o777).toString(8)).toBe('600');
    expect(await readdir(join(folder, 'deep'))).toEqual(['state.json']);
    local = await startLocalCognito();
  });

  it('holds neither password nor refresh token nor session in clear', async () => {
    const { Session = '' } = await sdkOf(local).adminInitiateAuth({
      UserPoolId: POOL,
      ClientId: 'backend',
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: EMAIL, PASSWORD: TEMPORARY },
    });
    await confirmAda(local);
    const { refresh: token } = await signIn();
    await restart();
    const text = await readFile(stateFile, 'utf8');
    for (const secret of [PASSWORD, TEMPORARY, token, Session]) expect(text).not.toContain(secret);
    expect(text).toContain(EMAIL);
  });

  it('is written while running, without waiting for the end', async () => {
    await confirmAda(local);
    const deadline = Date.now() + 3000;
    const confirmed = async () => (await readFile(stateFile, 'utf8').catch(() => '')).includes('"CONFIRMED"');
    while (!(await confirmed()) && Date.now() < deadline) await new Promise((next) => setTimeout(next, 20));
    expect(await confirmed()).toBe(true);
  });

  it('that cannot be read stops the start and is left alone', async () => {
    const broken = join(folder, 'broken.json');
    await writeFile(broken, '{"version":');
    await expect(startLocalCognito({ stateFile: broken })).rejects.toThrow(
      /broken\.json is not a state file/,
    );
    expect(await readFile(broken, 'utf8')).toBe('{"version":');
  });
});
