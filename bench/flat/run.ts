import { parseArgs } from 'node:util';
import { exportLarge } from './export.ts';
import { growth } from './growth.ts';
import { memory } from './memory.ts';
import { start } from './start.ts';
import { tenants } from './tenants.ts';
import { Verdict } from './verdict.ts';

/**
 * What must not grow: `npm run bench:flat`, or `-- growth tenants memory export start` for some of it. Ends with 1 when
 * something grows beyond its limit. `-- --short` takes a tenth of the rows and of the time, `-- memory --minutes 10` more.
 */
const PARTS = { growth, tenants, memory, export: exportLarge, start };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false }, minutes: { type: 'string' } },
});
const wanted = positionals.length > 0 ? positionals : Object.keys(PARTS);
const unknown = wanted.find((name) => !(name in PARTS));
if (unknown !== undefined)
  throw new Error(`Unknown part ${unknown}. Known: ${Object.keys(PARTS).join(', ')}`);

const minutes = Number(values.minutes ?? (values.short ? 0.25 : 3));
const verdict = new Verdict();
for (const [name, part] of Object.entries(PARTS)) {
  if (!wanted.includes(name)) continue;
  console.log(name);
  await part(verdict, { short: values.short, minutes });
}
if (verdict.failures > 0) process.exitCode = 1;
