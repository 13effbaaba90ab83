import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  type AttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { DEMO_PASSWORD, DEMO_USERS, type DemoUser } from './people.ts';

export interface SeedCognitoOptions {
  /** Of a local Cognito, which takes any credentials; absent for the real one. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  readonly userPoolId: string;
}

/**
 * Makes the demo users that the pool lacks; those it has keep their passwords and attributes.
 *
 * @returns `sub` by e-mail.
 */
export async function seedCognito(options: SeedCognitoOptions): Promise<Record<string, string>> {
  const { endpoint, region, userPoolId } = options;
  const client = new CognitoIdentityProviderClient({
    region,
    ...(endpoint && { endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  });
  try {
    const pool = new Pool(client, userPoolId);
    const subjects: Record<string, string> = {};
    for (const user of DEMO_USERS) subjects[user.email] = await pool.ensure(user);
    return subjects;
  } finally {
    client.destroy();
  }
}

class Pool {
  private readonly client: CognitoIdentityProviderClient;
  private readonly id: string;

  constructor(client: CognitoIdentityProviderClient, id: string) {
    this.client = client;
    this.id = id;
  }

  /** @returns the user's `sub`. */
  async ensure(user: DemoUser): Promise<string> {
    const { status, sub } = (await this.create(user)) ?? (await this.read(user.email));
    if (status === 'FORCE_CHANGE_PASSWORD' && user.temporaryPassword === undefined)
      await this.setPassword(user.email);
    for (const group of user.groups ?? []) await this.addToGroup(user.email, group);
    return sub;
  }

  private async create({ email, name, tenantClaim, temporaryPassword }: DemoUser) {
    const created = this.client.send(
      new AdminCreateUserCommand({
        UserPoolId: this.id,
        Username: email,
        MessageAction: 'SUPPRESS',
        TemporaryPassword: temporaryPassword ?? DEMO_PASSWORD,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'name', Value: name },
          ...(tenantClaim === undefined ? [] : [{ Name: 'custom:tenant_id', Value: tenantClaim }]),
        ],
      }),
    );
    const answer = await unless('UsernameExistsException', created);
    return answer && { status: answer.User?.UserStatus, sub: subOf(email, answer.User?.Attributes) };
  }

  private async read(email: string) {
    const user = await this.client.send(new AdminGetUserCommand({ UserPoolId: this.id, Username: email }));
    return { status: user.UserStatus, sub: subOf(email, user.UserAttributes) };
  }

  private setPassword(email: string) {
    return this.client.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: this.id,
        Username: email,
        Password: DEMO_PASSWORD,
        Permanent: true,
      }),
    );
  }

  private async addToGroup(email: string, group: string): Promise<void> {
    const made = this.client.send(new CreateGroupCommand({ UserPoolId: this.id, GroupName: group }));
    await unless('GroupExistsException', made);
    await this.client.send(
      new AdminAddUserToGroupCommand({ UserPoolId: this.id, Username: email, GroupName: group }),
    );
  }
}

function subOf(email: string, attributes: AttributeType[] | undefined): string {
  const sub = attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (sub === undefined) throw new Error(`Cognito returned no sub for ${email}.`);
  return sub;
}

async function unless<T>(errorName: string, answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof Error && error.name === errorName) return undefined;
    throw error;
  });
}
