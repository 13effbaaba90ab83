import { existsSync } from 'node:fs';

/** Adds what `.env` says to the environment; a variable that is set already stays as it is. */
export function loadDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}
