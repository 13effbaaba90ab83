import { readFile, writeFile } from 'node:fs/promises';
import { collectionOf } from './collection.ts';
import { ENVIRONMENTS } from './environments.ts';
import type { Document } from '../openapi-document.ts';

const FOLDER = 'docs/postman';

/** What Postman imports, by the path of the file. */
export function filesOf(document: Document): Record<string, string> {
  return {
    [`${FOLDER}/tenantry.postman_collection.json`]: text(collectionOf(document)),
    [`${FOLDER}/local.postman_environment.json`]: text(ENVIRONMENTS.local),
    [`${FOLDER}/aws.postman_environment.json`]: text(ENVIRONMENTS.aws),
  };
}

function text(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

if (import.meta.main) {
  const document = JSON.parse(await readFile('docs/openapi.json', 'utf8')) as Document;
  for (const [path, content] of Object.entries(filesOf(document))) await writeFile(path, content);
}
