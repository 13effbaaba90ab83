import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCognito } from '@tenantry/local-cognito';
import { cognitoWebVariables } from './cognito.ts';
import type { StackOptions } from './options.ts';
import { StackProcess } from './process.ts';

/** The front end, as a process of its own that knows neither the database nor anything else of the API's. */
export async function startWeb(options: StackOptions, cognito: LocalCognito): Promise<StackProcess> {
  const { ports, directory, watch, environment } = options;
  return StackProcess.start({
    name: 'web front end',
    command: process.execPath,
    args: ['frontend/server.mjs', ...(watch ? ['--dev'] : [])],
    variables: {
      PATH: environment['PATH'],
      HOME: environment['HOME'],
      NODE_ENV: watch ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      WEB_PORT: String(ports.web),
      AUTH_SECRET: environment['AUTH_SECRET'] ?? (await keptSecret(directory)),
      API_URL: `http://localhost:${ports.api}`,
      ...webVariables(options, cognito),
    },
    ...(!watch && { logFile: join(directory, 'web.log') }),
  });
}

/** Where the front end is, and the Cognito that it uses. */
export function webVariables(options: StackOptions, cognito: LocalCognito) {
  return {
    AUTH_URL: `http://localhost:${options.ports.web}`,
    ...cognitoWebVariables(options, cognito),
  };
}

/** Made once, so that sessions survive a restart. */
async function keptSecret(directory: string): Promise<string> {
  const file = join(directory, 'auth-secret');
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept !== '') return kept;
  const secret = randomBytes(32).toString('base64url');
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}
