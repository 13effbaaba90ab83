import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { changeOf, nameOf } from './app-client.ts';
import { advice, fault, type Check, type Finding } from './finding.ts';
import type { Setup } from './setup.ts';
import type { UserPool } from './user-pool.ts';

/** What holds for every app client of the pool: each is a way in. */
export function clientChecks(pool: Pick<UserPool, 'apps'>, { environment }: Setup): Check[] {
  const { clientId, acceptedClientIds } = environment.cognito;
  const each = (name: string, look: (app: UserPoolClientType, id: string) => Finding[]): Check => ({
    name: `clients/${name}`,
    run: async () => (await pool.apps()).flatMap((app) => look(app, app.ClientId ?? '')),
  });
  return [
    each('revocation', (app, id) => revocation(app, acceptedClientIds.has(id))),
    each('existence_errors', (app, id) => existenceErrors(app, id === clientId)),
  ];
}

function revocation(app: UserPoolClientType, accepted: boolean): Finding[] {
  if (app.EnableTokenRevocation === true) return [];
  const grade = accepted ? fault : advice;
  return [
    grade(
      `Tokens of the app client ${nameOf(app)} cannot be revoked.`,
      'Token revocation is on: signing out ends a session by it, and knows its tokens by what it writes into them.',
      changeOf(app, {
        console: 'App client information > Edit > Enable token revocation',
        terraform: 'enable_token_revocation = true',
        options: '--enable-token-revocation',
      }),
    ),
  ];
}

function existenceErrors(app: UserPoolClientType, isApi: boolean): Finding[] {
  if (app.PreventUserExistenceErrors === 'ENABLED') return [];
  const grade = isApi ? fault : advice;
  return [
    grade(
      `The app client ${nameOf(app)} tells strangers who has an account (PreventUserExistenceErrors is ${app.PreventUserExistenceErrors ?? 'not set'}).`,
      'ENABLED: an unknown user and a wrong password get the same answer.',
      changeOf(app, {
        console: 'App client information > Edit > Prevent user existence errors',
        terraform: 'prevent_user_existence_errors = "ENABLED"',
        options: '--prevent-user-existence-errors ENABLED',
      }),
    ),
  ];
}
