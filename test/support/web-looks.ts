import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { WebStage } from './web-stage.ts';

const PHONE = { width: 375, height: 740 };
const DESK = { width: 1280, height: 720 };

const ALIVE = `(() => {
  const buttons = [...document.querySelectorAll('#content button')];
  return buttons.length > 0 && buttons.every((each) => Object.keys(each).some((key) => key.startsWith('__reactProps')));
})()`;

/** A page of the shell has been drawn and its scripts run: before that, a press on a row or a button is lost. */
export async function whenAlive(page: Page): Promise<void> {
  // `waitForFunction` would need `unsafe-eval`, which the policy of the pages forbids.
  for (const end = Date.now() + 10_000; ; await page.waitForTimeout(50)) {
    // A page that is being left cannot be asked.
    if (await page.evaluate<boolean>(ALIVE).catch(() => false)) return;
    if (Date.now() > end) throw new Error('The page does not come alive');
  }
}

/** What is open on the page has no barrier in either theme, on a desk or a phone, and is no wider than the phone. */
export async function expectLooks(stage: WebStage): Promise<void> {
  // However short they are: with transitions, inherited colours change one level after the other.
  await stage.page.addStyleTag({ content: '* { transition: none !important }' });
  for (const viewport of [PHONE, DESK]) {
    await stage.page.setViewportSize(viewport);
    // Rows that are read anew are dimmed.
    await stage.page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    for (const colorScheme of ['dark', 'light'] as const) {
      await stage.page.emulateMedia({ colorScheme });
      await stage.page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      await stage.expectAccessible();
    }
    const wider = await stage.page.evaluate<boolean>(
      'document.scrollingElement.scrollWidth > window.innerWidth',
    );
    expect([viewport.width, wider]).toEqual([viewport.width, false]);
  }
}
