import { execFileSync } from 'node:child_process';
import { build } from '../../local/stack/build.ts';
import { Api } from '../stage/api.ts';

/** What is compared: each answers the same requests, from the same database. */
export const PROGRAMS = {
  floor: ['bench/side-by-side/floor/main.ts', '/health/ready'],
  ours: ['dist/src/main.js', '/health/ready'],
  textbook: ['dist/bench/side-by-side/textbook/main.js', '/api/health/ready'],
} as const;
export type SideName = keyof typeof PROGRAMS;
export const SIDES = Object.keys(PROGRAMS) as SideName[];

/** Builds what is run from a build. */
export async function buildSides(): Promise<void> {
  await build();
  execFileSync('tsc', ['--project', 'bench/side-by-side/textbook'], { stdio: 'inherit' });
}

/** @param flags of Node, such as `--cpu-prof` */
export function startSide(
  name: SideName,
  variables: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<Api> {
  const [file, ready] = PROGRAMS[name];
  return Api.start(variables, { program: { file, ready }, flags });
}
