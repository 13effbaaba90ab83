import { resolve } from 'node:path';

/** What `npm start` was asked for: by its arguments, by the environment and by `.env`. */
export interface StackOptions {
  /** Rebuild and restart on every change. */
  readonly watch: boolean;
  readonly web: boolean;
  /** Everything that survives a restart. */
  readonly directory: string;
  readonly ports: {
    readonly api: number;
    readonly web: number;
    readonly cognito: number;
    readonly postgres: number;
  };
  readonly region: string;
  /** Given: that database is used, and none is started. */
  readonly databaseUrl: string | undefined;
  readonly databaseOwnerUrl: string | undefined;
  /** Given: that user pool is used, and no stand-in is started. */
  readonly userPoolId: string | undefined;
  /** Given: the stand-in's client of the API has this secret. */
  readonly clientSecret: string | undefined;
  readonly refreshRotation: boolean;
  /** The environment that the processes of the stack inherit. */
  readonly environment: NodeJS.ProcessEnv;
}

const ARGUMENTS = new Set(['--watch', '--no-web']);

/** @throws {Error} in one line, for an unknown argument or a malformed value */
export function readOptions(args: readonly string[], given: NodeJS.ProcessEnv): StackOptions {
  const unknown = args.find((argument) => !ARGUMENTS.has(argument));
  if (unknown !== undefined)
    throw new Error(`Unknown argument ${unknown}. Known: ${[...ARGUMENTS].join(', ')}`);
  const environment = withoutEmpty(given);
  const port = (name: string, fallback: number) =>
    portOf(name, environment[name], fallback, fallback === 0 ? 0 : 1);
  return {
    watch: args.includes('--watch'),
    // With a pool of one's own the front end is run by itself.
    web: !args.includes('--no-web') && environment['COGNITO_USER_POOL_ID'] === undefined,
    directory: resolve(environment['LOCAL_DIR'] ?? '.local'),
    ports: {
      api: port('PORT', 8000),
      web: port('WEB_PORT', 3000),
      cognito: port('COGNITO_PORT', 9229),
      postgres: port('POSTGRES_PORT', 0),
    },
    region: environment['AWS_REGION'] ?? 'ap-northeast-1',
    databaseUrl: environment['DATABASE_URL'],
    databaseOwnerUrl: environment['DATABASE_OWNER_URL'] ?? environment['DATABASE_URL'],
    userPoolId: environment['COGNITO_USER_POOL_ID'],
    clientSecret: environment['COGNITO_APP_CLIENT_SECRET'],
    refreshRotation: environment['COGNITO_LOCAL_ROTATION'] === '1',
    environment,
  };
}

/** `NAME=` in a `.env` file means that it is not set. */
function withoutEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

function portOf(name: string, value: string | undefined, fallback: number, least: number): number {
  if (value === undefined) return fallback;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : NaN;
  if (!(port >= least && port <= 65_535)) throw new Error(`${name} is not valid: a port, ${least} to 65535`);
  return port;
}
