import type { Page, Response } from 'playwright-core';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every token of Cognito's is a JWT or a JWE with five parts. The sealed cookies have an empty second part. */
export const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]*/;
/** Bodies that never end are not waited for. */
const BODIES_WITHIN_MS = 3_000;

/** What a page says against itself, and what it receives: neither an error nor a token may be among it. */
export class PageWatch {
  /** Errors of the console and of scripts. */
  readonly complaints: string[] = [];
  private readonly received: { readonly from: string; text: string }[] = [];
  private readonly reading: Promise<void>[] = [];

  constructor(page: Page, origin: string) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('response', (response) => {
      if (!response.url().startsWith(origin)) return;
      // An answer without a body, or one that the page does not wait for, cannot be read.
      this.reading.push(this.read(response).catch(() => undefined));
    });
  }

  /** The answers that hold a token: in their address, head or body. */
  async leaks(): Promise<string[]> {
    await Promise.race([Promise.all(this.reading), sleep(BODIES_WITHIN_MS, undefined, { ref: false })]);
    return this.received.filter(({ text }) => TOKEN.test(text)).map(({ from }) => from);
  }

  private async read(response: Response): Promise<void> {
    const answer = { from: response.url(), text: response.url() };
    this.received.push(answer);
    answer.text += JSON.stringify(await response.allHeaders());
    if (!response.url().includes('/stream')) answer.text += await response.text();
  }
}
