import { invalidParameter } from '../errors.ts';
import { randomText } from '../secrets.ts';
import type { Service } from '../service.ts';
import type { Client } from '../store/model.ts';
import type { Answer } from './answer.ts';
import { readClientSettings } from './client-settings.ts';
import { epoch, readClientId, readPool } from './fields.ts';
import type { Input } from './input.ts';
import { pageOf } from './paging.ts';

export function createUserPoolClient(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  const client = readClientSettings(pool, input, { id: randomText(26), now: service.clock.now() });
  const chosen = input.optionalText('ClientSecret', { min: 24, max: 64, pattern: /^[\w+]+$/ });
  const generate = input.flag('GenerateSecret') ?? false;
  if (chosen !== undefined && generate)
    throw invalidParameter('ClientSecret and GenerateSecret exclude each other.');
  if (chosen !== undefined) client.secret = chosen;
  else if (generate) client.secret = randomText(51);
  pool.clients.set(client.id, client);
  return { UserPoolClient: clientView(client) };
}

export function describeUserPoolClient(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  return { UserPoolClient: clientView(service.store.clientOf(pool, readClientId(input))) };
}

/** Resets what is not sent to its default; id and secret stay. */
export function updateUserPoolClient(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  const current = service.store.clientOf(pool, readClientId(input));
  const name = input.optionalText('ClientName') ?? current.name;
  const settings = readClientSettings(pool, input.with('ClientName', name), {
    id: current.id,
    now: service.clock.now(),
  });
  const updated: Client = {
    ...settings,
    createdAt: current.createdAt,
    ...(current.secret !== undefined && { secret: current.secret }),
  };
  pool.clients.set(updated.id, updated);
  return { UserPoolClient: clientView(updated) };
}

export function deleteUserPoolClient(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  pool.clients.delete(service.store.clientOf(pool, readClientId(input)).id);
  return {};
}

export function listUserPoolClients(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  const limit = input.integer('MaxResults', 1, 60) ?? 60;
  const page = pageOf(
    [...pool.clients.values()],
    limit,
    input.optionalText('NextToken'),
    `clients of ${pool.id}`,
  );
  return {
    UserPoolClients: page.items.map(({ id, name }) => ({
      ClientId: id,
      ClientName: name,
      UserPoolId: pool.id,
    })),
    ...(page.token !== undefined && { NextToken: page.token }),
  };
}

function clientView(client: Client): Answer {
  return {
    UserPoolId: client.poolId,
    ClientId: client.id,
    ClientName: client.name,
    ClientSecret: client.secret,
    ExplicitAuthFlows: client.explicitAuthFlows,
    ReadAttributes: client.readAttributes,
    WriteAttributes: client.writeAttributes,
    PreventUserExistenceErrors: client.preventUserExistenceErrors,
    EnableTokenRevocation: client.enableTokenRevocation,
    AuthSessionValidity: client.authSessionMinutes,
    AccessTokenValidity: client.accessToken.value,
    IdTokenValidity: client.idToken.value,
    RefreshTokenValidity: client.refreshToken.value,
    TokenValidityUnits: {
      AccessToken: client.accessToken.unit,
      IdToken: client.idToken.unit,
      RefreshToken: client.refreshToken.unit,
    },
    RefreshTokenRotation: {
      Feature: client.rotation.enabled ? 'ENABLED' : 'DISABLED',
      RetryGracePeriodSeconds: client.rotation.graceSeconds,
    },
    AllowedOAuthFlowsUserPoolClient: client.hostedUi,
    AllowedOAuthFlows: client.oauthFlows,
    AllowedOAuthScopes: client.scopes,
    CallbackURLs: client.callbackUrls,
    DefaultRedirectURI: client.defaultRedirectUri,
    LogoutURLs: client.logoutUrls,
    SupportedIdentityProviders: client.identityProviders,
    CreationDate: epoch(client.createdAt),
    LastModifiedDate: epoch(client.modifiedAt),
  };
}
