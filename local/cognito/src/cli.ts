import { parseArgs } from 'node:util';
import { readConfigFile } from './config-file.ts';
import { startLocalCognito, type LocalCognito, type LocalCognitoOptions } from './index.ts';

const USAGE = `Usage: local-cognito [options]

  --port NUMBER       port to listen on (COGNITO_PORT; 9229; 0 = a free one)
  --host ADDRESS      address to listen on (127.0.0.1)
  --public-url URL    what browsers and tokens call it (http://localhost:<port>)
  --state FILE        keep the state in this file
  --config FILE       JSON: region, loginHint, pools
  --hooks             open /_local/* for tests (COGNITO_LOCAL_HOOKS=1)
  --quiet             no line per request
  --help`;

const DEFAULT_PORT = '9229';

/** Runs the command until SIGINT or SIGTERM. Faults are one line on standard error and exit code 1. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  let server: LocalCognito;
  try {
    const options = await readOptions(args, env);
    if (!options) {
      console.log(USAGE);
      return;
    }
    server = await startLocalCognito(options);
  } catch (error) {
    console.error(`local-cognito: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
    return;
  }
  console.log(`Local Cognito listens on ${server.url}`);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    server.close().catch((error: unknown) => {
      console.error(`local-cognito: ${String(error)}`);
      process.exitCode = 1;
    });
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

/** `undefined` when only help is wanted. @throws Error that says which argument is wrong */
async function readOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<LocalCognitoOptions | undefined> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'public-url': { type: 'string' },
      state: { type: 'string' },
      config: { type: 'string' },
      hooks: { type: 'boolean' },
      quiet: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  const { host, state: stateFile, config, 'public-url': publicUrl } = values;
  return {
    ...(config !== undefined && (await readConfigFile(config))),
    port: readPort(values.port ?? env['COGNITO_PORT'] ?? DEFAULT_PORT),
    ...(values.hooks && { hooks: true }),
    ...(host !== undefined && { host }),
    ...(publicUrl !== undefined && { publicUrl: readUrl(publicUrl) }),
    ...(stateFile !== undefined && { stateFile }),
    ...(!values.quiet && { log: (line: string) => console.log(line) }),
  };
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535) throw new Error(`the port must be a number from 0 to 65535, not "${text}"`);
  return port;
}

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error(`--public-url must be an http or https URL, not "${text}"`);
  }
  return text.replace(/\/+$/, '');
}
