import { describe } from '@jest/globals';
import { CHROMIUM } from './chromium.ts';

/** As `describe`, for what needs a browser: without one those tests are skipped, and say so. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (CHROMIUM === undefined) {
    process.stderr.write(`Skipped: ${name}, for there is no Chromium (set CHROMIUM_PATH).\n`);
    describe.skip(name, tests);
  } else {
    describe(name, tests);
  }
}
