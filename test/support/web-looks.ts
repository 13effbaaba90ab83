import { expect } from '@jest/globals';
import type { WebStage } from './web-stage.ts';

const PHONE = { width: 375, height: 740 };
const DESK = { width: 1280, height: 720 };

/** What is open on the page has no barrier in either theme, on a desk or a phone, and is no wider than the phone. */
export async function expectLooks(stage: WebStage): Promise<void> {
  for (const viewport of [PHONE, DESK]) {
    await stage.page.setViewportSize(viewport);
    // The title is streamed behind the page; rows that are read anew are dimmed.
    await stage.page.waitForFunction('document.title');
    await stage.page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    for (const colorScheme of ['dark', 'light'] as const) {
      await stage.page.emulateMedia({ colorScheme });
      await stage.page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      // Colours that are inherited change one level after the other.
      await stage.page.waitForTimeout(300);
      await stage.expectAccessible();
    }
    const wider = await stage.page.evaluate<boolean>(
      'document.scrollingElement.scrollWidth > window.innerWidth',
    );
    expect([viewport.width, wider]).toEqual([viewport.width, false]);
  }
}
