import { readFile } from 'node:fs/promises';
import type { LocalCognitoOptions } from './index.ts';
import type { PoolDeclaration } from './store/declaration.ts';

type Config = Pick<LocalCognitoOptions, 'region' | 'loginHint' | 'pools'>;

/** Reads the file of `--config`. @throws Error that names the file and what is wrong with it */
export async function readConfigFile(path: string): Promise<Config> {
  const fail = (fault: string) => new Error(`${path}: ${fault}`);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw fail(error instanceof SyntaxError ? `not JSON: ${error.message}` : 'cannot be read');
  }
  if (!isObject(value)) throw fail('must be a JSON object');
  const unknown = Object.keys(value).find((key) => !['region', 'loginHint', 'pools'].includes(key));
  if (unknown !== undefined) throw fail(`unknown key "${unknown}"`);
  const { region, loginHint, pools = [] } = value;
  if (region !== undefined && typeof region !== 'string') throw fail('region must be a string');
  if (loginHint !== undefined && typeof loginHint !== 'string') throw fail('loginHint must be a string');
  if (!Array.isArray(pools) || !pools.every(isPool)) {
    throw fail('pools must be a list of {id, name, clients: [{id, name, …}], …}');
  }
  return { ...(region !== undefined && { region }), ...(loginHint !== undefined && { loginHint }), pools };
}

function isPool(value: unknown): value is PoolDeclaration {
  return isNamed(value) && Array.isArray(value['clients']) && value['clients'].every(isNamed);
}

function isNamed(value: unknown): value is Record<string, unknown> {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['name'] === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
