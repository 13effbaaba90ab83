import { readFileSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/**
 * Makes pre-token-generation.zip beside this file. The same source gives the same bytes – one entry, not compressed, from
 * the first day that the format knows – so that Terraform sees a change only where there is one.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3.7, 4.3.12 and 4.3.16
 */
const NAME = Buffer.from('pre-token-generation.mjs');
const VERSION = 20;
const UNIX = 3 << 8;
const FIRST_DAY = (1 << 5) | 1;
/** A file that everybody may read: Lambda runs as a user of its own. */
const MODE = 0o100644 << 16;

const content = readFileSync(new URL(NAME.toString(), import.meta.url));
const common = [
  ...shorts(VERSION, 0, 0, 0, FIRST_DAY),
  ...longs(crc32(content), content.length, content.length),
  ...shorts(NAME.length, 0),
];
const entry = Buffer.concat([...longs(0x04034b50), ...common, NAME, content]);
const directory = Buffer.concat([
  ...longs(0x02014b50),
  ...shorts(UNIX | VERSION),
  ...common,
  ...shorts(0, 0, 0),
  ...longs(MODE, 0),
  NAME,
]);
const end = [
  ...longs(0x06054b50),
  ...shorts(0, 0, 1, 1),
  ...longs(directory.length, entry.length),
  ...shorts(0),
];
const target = new URL('pre-token-generation.zip', import.meta.url);
writeFileSync(target, Buffer.concat([entry, directory, ...end]));
console.log(`Made ${target.pathname}`);

function shorts(...values: number[]): Buffer[] {
  return values.map((value) => {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(value);
    return bytes;
  });
}

function longs(...values: number[]): Buffer[] {
  return values.map((value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value >>> 0);
    return bytes;
  });
}
