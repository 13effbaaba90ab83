import axe from 'axe-core';
import type { Page } from 'playwright-core';

const WORTH_FAILING = ['serious', 'critical'];

/** What axe finds on the page as it is now, one line each: rule, element and what is wrong. */
export async function barriersOn(page: Page): Promise<string[]> {
  // The page's policy keeps foreign script elements out; what the debugger evaluates it lets in.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<Pick<axe.AxeResults, 'violations'>>(
    `axe.run(document, { resultTypes: ['violations'] })`,
  );
  return violations
    .filter(({ impact }) => WORTH_FAILING.includes(impact ?? ''))
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => {
        const why = failureSummary.replace(/\s+/g, ' ');
        return `${impact} ${id} at ${target.join(' ')}: ${why}`;
      }),
    );
}
