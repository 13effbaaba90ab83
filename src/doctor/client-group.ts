import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { CannotLook, fault, type Check, type Finding } from './finding.ts';
import type { UserPool } from './user-pool.ts';

/** One app client that the application knows: whether it is there, and what is to be said of it. */
export interface ClientGroup {
  readonly exists: Check;
  check(name: string, look: (app: UserPoolClientType) => Finding[]): Check;
}

/**
 * @param group what the names of its checks begin with
 * @param variable that names the client
 * @param clientId value of the variable; may throw what a check may throw
 */
export function clientGroup(
  pool: Pick<UserPool, 'app'>,
  group: string,
  variable: string,
  clientId: () => string,
): ClientGroup {
  return {
    exists: {
      name: `${group}/exists`,
      run: async () => {
        const id = clientId();
        return (await pool.app(id)) === undefined ? [missing(id, variable)] : [];
      },
    },
    check: (name, look) => ({
      name: `${group}/${name}`,
      run: async () => {
        const app = await pool.app(clientId());
        if (app === undefined) throw new CannotLook('the app client is not in the pool');
        return look(app);
      },
    }),
  };
}

function missing(id: string, variable: string): Finding {
  return fault(
    `The pool has no app client ${id}.`,
    `${variable} names an app client of COGNITO_USER_POOL_ID.`,
    `Set ${variable} to the id in Console: Applications > App clients. Terraform: id of the aws_cognito_user_pool_client. CLI: aws cognito-idp list-user-pool-clients.`,
  );
}
