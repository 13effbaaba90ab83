import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Change, Kind } from './openapi-diff/change.ts';
import { compareDocuments } from './openapi-diff/documents.ts';
import type { Document } from './openapi-document.ts';

/**
 * `npm run openapi:diff`: what docs/openapi.json changes for clients since the last tagged version. Exit code 1 when
 * something breaks them and the major version of package.json is still the same.
 */
const DOCUMENT = 'docs/openapi.json';
const TITLES: Readonly<Record<Kind, string>> = {
  breaking: 'Breaking',
  note: 'To look at',
  addition: 'Added',
};

const [tag] = git('tag', '--list', 'v*', '--merged', 'HEAD', '--sort=-version:refname').split('\n');
process.exitCode = tag
  ? compareWith(tag)
  : nothingToCompare('There is no tag v* yet: nothing to compare with.');

function compareWith(tag: string): number {
  if (git('ls-tree', '--name-only', tag, DOCUMENT) === '') {
    return nothingToCompare(`${tag} has no ${DOCUMENT}: nothing to compare with.`);
  }
  const was = JSON.parse(git('show', `${tag}:${DOCUMENT}`)) as Document;
  const changes = compareDocuments(was, JSON.parse(readFileSync(DOCUMENT, 'utf8')) as Document);
  const isMajor = major(readFileSync('package.json', 'utf8')) > major(git('show', `${tag}:package.json`));
  for (const kind of ['breaking', 'note', 'addition'] as const) show(kind, changes);
  const breaking = changes.filter(({ kind }) => kind === 'breaking').length;
  console.log(`${changes.length} changes since ${tag}, ${breaking} of them breaking.`);
  if (breaking > 0 && isMajor) console.log('The major version went up: they may be.');
  return breaking > 0 && !isMajor ? 1 : 0;
}

function show(kind: Kind, changes: readonly Change[]): void {
  const lines = changes.filter((each) => each.kind === kind).map(({ where, what }) => `  ${where}: ${what}`);
  if (lines.length > 0) console.log([`${TITLES[kind]}:`, ...lines, ''].join('\n'));
}

function nothingToCompare(why: string): number {
  console.log(why);
  return 0;
}

function major(packageJson: string): number {
  return Number((JSON.parse(packageJson) as { version: string }).version.split('.')[0]);
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).trim();
}
