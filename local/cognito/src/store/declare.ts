import { rotateKeys } from '../tokens/keys.ts';
import type { ClientDeclaration, PoolDeclaration } from './declaration.ts';
import { defaultClient, defaultSettings, emptyPool } from './defaults.ts';
import type { Client, Pool } from './model.ts';
import type { Store } from './store.ts';

/**
 * Makes a pool what its declaration says. Safe to repeat: users, tokens and keys stay, clients that are declared
 * again become what is declared, what was made by other means is left alone.
 */
export async function ensurePool(store: Store, declaration: PoolDeclaration, now: number): Promise<void> {
  assertFree(store, declaration);
  const pool =
    store.pools.get(declaration.id) ?? emptyPool(declaration.id, declaration.name, defaultSettings(), now);
  pool.name = declaration.name;
  if (declaration.domain !== undefined) pool.domain = declaration.domain;
  applySettings(pool, declaration);
  for (const name of declaration.groups ?? []) {
    if (!pool.groups.has(name)) pool.groups.set(name, { name, createdAt: now, modifiedAt: now });
  }
  for (const client of declaration.clients) {
    pool.clients.set(client.id, clientOf(pool, client, pool.clients.get(client.id)?.createdAt ?? now, now));
  }
  if (pool.keys.length === 0) await rotateKeys(pool, now);
  store.pools.set(pool.id, pool);
}

function assertFree(store: Store, { id, clients }: PoolDeclaration): void {
  for (const client of clients) {
    const owner = store.findClient(client.id)?.pool.id;
    if (owner !== undefined && owner !== id)
      throw new Error(`client ${client.id} belongs to pool ${owner} already`);
  }
}

function applySettings(pool: Pool, declaration: PoolDeclaration): void {
  const { settings } = pool;
  settings.usernameAttributes = ['email'];
  settings.autoVerifiedAttributes = ['email'];
  settings.caseSensitive = false;
  settings.adminCreateUserOnly = declaration.adminCreateUserOnly ?? false;
  settings.passwordPolicy = { ...settings.passwordPolicy, ...declaration.passwordPolicy };
  settings.verifyBeforeUpdate = [...(declaration.verifyBeforeUpdate ?? [])];
  settings.deletionProtection = declaration.deletionProtection ?? false;
  if (declaration.accountRecovery) {
    settings.accountRecovery = declaration.accountRecovery.map((name, index) => ({
      priority: index + 1,
      name,
    }));
  }
  for (const custom of declaration.customAttributes ?? []) {
    const { name: own, maxLength } = typeof custom === 'string' ? { name: custom, maxLength: 2048 } : custom;
    const name = `custom:${own}`;
    if (settings.schema.some((attribute) => attribute.name === name)) continue;
    settings.schema.push({ name, type: 'String', mutable: true, required: false, maxLength });
  }
}

function clientOf(pool: Pool, declared: ClientDeclaration, createdAt: number, now: number): Client {
  const base = defaultClient(declared.id, pool.id, declared.name, createdAt);
  const seconds = (value: number | undefined, standard: Client['accessToken']) =>
    value === undefined ? standard : { value, unit: 'seconds' as const };
  const callbackUrls = [...(declared.callbackUrls ?? [])];
  const hostedUi = callbackUrls.length > 0;
  return {
    ...base,
    ...(declared.secret !== undefined && { secret: declared.secret }),
    explicitAuthFlows: [...(declared.explicitAuthFlows ?? base.explicitAuthFlows)],
    ...(declared.readAttributes && { readAttributes: [...declared.readAttributes] }),
    ...(declared.writeAttributes && { writeAttributes: [...declared.writeAttributes] }),
    preventUserExistenceErrors: declared.preventUserExistenceErrors ?? base.preventUserExistenceErrors,
    enableTokenRevocation: declared.enableTokenRevocation ?? base.enableTokenRevocation,
    authSessionMinutes: declared.authSessionMinutes ?? base.authSessionMinutes,
    accessToken: seconds(declared.validity?.accessSeconds, base.accessToken),
    idToken: seconds(declared.validity?.idSeconds, base.idToken),
    refreshToken: seconds(declared.validity?.refreshSeconds, base.refreshToken),
    rotation: {
      enabled: declared.refreshTokenRotation !== undefined,
      graceSeconds: declared.refreshTokenRotation?.graceSeconds ?? 0,
    },
    hostedUi,
    oauthFlows: hostedUi ? [...(declared.oauthFlows ?? ['code'])] : [],
    scopes: hostedUi ? [...(declared.scopes ?? ['openid', 'email', 'profile'])] : [],
    callbackUrls,
    logoutUrls: [...(declared.logoutUrls ?? [])],
    identityProviders: ['COGNITO'],
    modifiedAt: now,
  };
}
