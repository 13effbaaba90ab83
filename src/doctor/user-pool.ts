import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolClientsCommand,
  type UserPoolClientType,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { TIMEOUTS } from '../platform/cognito/cognito-client.ts';
import { cognitoErrorName } from '../platform/cognito/cognito-failure.ts';
import { CannotLook } from './finding.ts';

/** There is no such pool, so nothing of it can be looked at. */
export class PoolMissing extends CannotLook {
  override readonly name = 'PoolMissing';
}

const REFUSED_CREDENTIALS = new Set([
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
]);
const NOT_FOUND = 'ResourceNotFoundException';

/** The user pool as its administrator sees it; each thing is asked for once. All methods throw {@link CannotLook}. */
export class UserPool {
  private readonly client: CognitoIdentityProviderClient;
  private readonly clientsById = new Map<string, Promise<UserPoolClientType | undefined>>();
  private described: Promise<UserPoolType> | undefined;
  private listed: Promise<UserPoolClientType[]> | undefined;

  constructor(
    region: string,
    private readonly userPoolId: string,
  ) {
    this.client = new CognitoIdentityProviderClient({ region, maxAttempts: 3, requestHandler: TIMEOUTS });
  }

  close(): void {
    this.client.destroy();
  }

  /** @throws {PoolMissing} */
  describe(): Promise<UserPoolType> {
    return (this.described ??= this.describePool());
  }

  /** @returns `undefined` when the pool has no such client */
  app(id: string): Promise<UserPoolClientType | undefined> {
    const known = this.clientsById.get(id) ?? this.describeClient(id);
    this.clientsById.set(id, known);
    return known;
  }

  /** Every app client, also those that the application knows nothing of. */
  apps(): Promise<UserPoolClientType[]> {
    return (this.listed ??= this.listClients());
  }

  private async describePool(): Promise<UserPoolType> {
    const command = new DescribeUserPoolCommand({ UserPoolId: this.userPoolId });
    const output = await this.looking('DescribeUserPool', () => this.client.send(command));
    if (output?.UserPool === undefined) throw new PoolMissing(`there is no pool ${this.userPoolId}`);
    return output.UserPool;
  }

  private async describeClient(id: string): Promise<UserPoolClientType | undefined> {
    const command = new DescribeUserPoolClientCommand({ UserPoolId: this.userPoolId, ClientId: id });
    const output = await this.looking('DescribeUserPoolClient', () => this.client.send(command));
    // The same error tells of a missing pool and of a missing client.
    if (output === undefined) await this.describe();
    return output?.UserPoolClient;
  }

  private async listClients(): Promise<UserPoolClientType[]> {
    const ids: string[] = [];
    let token: string | undefined;
    do {
      const command = new ListUserPoolClientsCommand({
        UserPoolId: this.userPoolId,
        MaxResults: 60,
        ...(token !== undefined && { NextToken: token }),
      });
      const page = await this.looking('ListUserPoolClients', () => this.client.send(command));
      if (page === undefined) throw new PoolMissing(`there is no pool ${this.userPoolId}`);
      ids.push(...(page.UserPoolClients ?? []).flatMap(({ ClientId }) => ClientId ?? []));
      token = page.NextToken;
    } while (token !== undefined);
    const apps: UserPoolClientType[] = [];
    // One after the other: a pool may have a thousand, and Describe calls share a small quota.
    for (const id of ids) {
      const app = await this.app(id);
      if (app !== undefined) apps.push(app);
    }
    return apps;
  }

  /** @returns `undefined` when what was asked for is not there */
  private async looking<Output>(action: string, call: () => Promise<Output>): Promise<Output | undefined> {
    try {
      return await call();
    } catch (error) {
      if (cognitoErrorName(error) === NOT_FOUND) return undefined;
      throw new CannotLook(reasonOf(error, action));
    }
  }
}

/** Without the message: those of AWS name accounts and roles. */
function reasonOf(error: unknown, action: string): string {
  const name = cognitoErrorName(error);
  if (name === 'AccessDeniedException' || name === 'NotAuthorizedException') {
    return `the AWS identity in use lacks the IAM action cognito-idp:${action}`;
  }
  if (name === 'CredentialsProviderError') {
    return `no AWS credentials were found for cognito-idp:${action}: set AWS_PROFILE or an access key, or run it with a role`;
  }
  if (REFUSED_CREDENTIALS.has(name)) return `AWS refused the credentials for cognito-idp:${action} (${name})`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : name;
  return `Cognito did not answer cognito-idp:${action} (${code}): look at AWS_REGION, the network and any proxy`;
}
