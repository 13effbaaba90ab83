import { invalidParameter, userNotFound } from '../errors.ts';
import type { Service } from '../service.ts';
import { authenticate } from '../sign-in/check.ts';
import { answerNewPassword, openNewPasswordSession, userOfSession } from '../sign-in/challenges.ts';
import { assertFlow, assertSecretHash } from '../sign-in/client-auth.ts';
import type { Client, Pool, User } from '../store/model.ts';
import { startFamily, USER_ADMIN_SCOPE } from '../tokens/families.ts';
import { issueTokens } from '../tokens/issue.ts';
import type { TokenTrigger } from '../tokens/pre-token-generation.ts';
import { canRead } from '../user/attributes.ts';
import { findUser } from '../user/find.ts';
import { readClient, readClientId, readMetadata, readPool } from './fields.ts';
import type { Input } from './input.ts';
import { refreshByAuthFlow } from './refresh.ts';
import { tokenAnswer, type Answer } from './answer.ts';

const PASSWORD_FLOWS = ['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'];
const REFRESH_FLOWS = ['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'];

interface Caller {
  readonly pool: Pool;
  readonly client: Client;
}

export function adminInitiateAuth(service: Service, input: Input): Promise<Answer> {
  const pool = readPool(service, input);
  const client = service.store.clientOf(pool, readClientId(input));
  const flow = input.text('AuthFlow');
  if (flow === 'USER_PASSWORD_AUTH') throw invalidParameter('Initiate Auth method not supported.');
  return initiate(
    service,
    input,
    { pool, client },
    flow,
    'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    'ADMIN_NO_SRP_AUTH',
  );
}

export function initiateAuth(service: Service, input: Input): Promise<Answer> {
  const caller = readClient(service, input);
  const flow = input.text('AuthFlow');
  if (flow.startsWith('ADMIN_')) throw invalidParameter('Initiate Auth method not supported.');
  return initiate(service, input, caller, flow, 'ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH');
}

export function adminRespondToAuthChallenge(service: Service, input: Input): Promise<Answer> {
  const pool = readPool(service, input);
  return respond(service, input, { pool, client: service.store.clientOf(pool, readClientId(input)) });
}

export function respondToAuthChallenge(service: Service, input: Input): Promise<Answer> {
  return respond(service, input, readClient(service, input));
}

async function initiate(
  service: Service,
  input: Input,
  caller: Caller,
  flow: string,
  ...passwordFlags: string[]
): Promise<Answer> {
  const parameters = input.map('AuthParameters');
  if (REFRESH_FLOWS.includes(flow)) return refreshByAuthFlow(service, caller, parameters);
  if (!PASSWORD_FLOWS.includes(flow)) {
    throw invalidParameter(`${flow} flow not enabled for this client: the local stand-in has no such flow`);
  }
  assertFlow(caller.client, ...passwordFlags);
  const username = required(parameters, 'USERNAME');
  const password = required(parameters, 'PASSWORD');
  assertSecretHash(caller.client, username, parameters.get('SECRET_HASH'));
  const user = authenticate(service, caller.pool, caller.client, username, password);
  if (user.status === 'FORCE_CHANGE_PASSWORD') return newPasswordChallenge(service, caller, user);
  return signIn(service, caller, user, 'TokenGeneration_Authentication');
}

async function respond(service: Service, input: Input, caller: Caller): Promise<Answer> {
  const { pool, client } = caller;
  const challenge = input.text('ChallengeName');
  if (challenge !== 'NEW_PASSWORD_REQUIRED') {
    throw invalidParameter(`${challenge}: the local stand-in knows NEW_PASSWORD_REQUIRED alone`);
  }
  const responses = input.map('ChallengeResponses');
  const username = required(responses, 'USERNAME');
  const password = required(responses, 'NEW_PASSWORD');
  const session = input.text('Session', { max: 2048 });
  assertSecretHash(client, username, responses.get('SECRET_HASH'));
  const named = findUser(pool, username);
  if (!named && client.preventUserExistenceErrors === 'LEGACY') throw userNotFound();
  const user = userOfSession(service, pool, client, session, named);
  answerNewPassword(service, { pool, client, user }, password, givenAttributes(responses));
  return signIn(service, caller, user, 'TokenGeneration_NewPasswordChallenge', readMetadata(input));
}

async function signIn(
  service: Service,
  { pool, client }: Caller,
  user: User,
  trigger: TokenTrigger,
  clientMetadata?: Record<string, string>,
): Promise<Answer> {
  const { family, refreshToken } = startFamily(service, pool, client, user, {
    scopes: [USER_ADMIN_SCOPE],
    hosted: false,
  });
  const tokens = await issueTokens(service, { pool, client, user, family, trigger, clientMetadata });
  return tokenAnswer(tokens, refreshToken);
}

function newPasswordChallenge(service: Service, { pool, client }: Caller, user: User): Answer {
  const shown = Object.entries(user.attributes).filter(([name]) => canRead(client, name));
  const requiredAttributes = pool.settings.schema
    .filter(({ name, required }) => required && name !== 'sub' && user.attributes[name] === undefined)
    .map(({ name }) => `userAttributes.${name}`);
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: openNewPasswordSession(service, pool, client, user),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(requiredAttributes),
      userAttributes: JSON.stringify(Object.fromEntries(shown)),
    },
  };
}

/** `userAttributes.<name>` of the challenge's responses. */
function givenAttributes(responses: ReadonlyMap<string, string>): Record<string, string> {
  const prefix = 'userAttributes.';
  const given = [...responses].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(given.map(([name, value]) => [name.slice(prefix.length), value]));
}

function required(parameters: ReadonlyMap<string, string>, name: string): string {
  const value = parameters.get(name);
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
