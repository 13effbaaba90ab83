import { expect } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { barriersOn } from './accessibility.ts';
import { launchBrowser } from './chromium.ts';
import { LocalStack, type OwnStack } from './local-stack.ts';
import { PageWatch } from './page-watch.ts';

/** Of the demo accounts. */
const PASSWORD = 'Passw0rd!';
const STEP_MS = 15_000;

/** A JSON call of the API as somebody, in one tenant. @throws {Error} with the answer when it is no success */
export type ApiCall = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

/** The whole local stack and a browser: what each spec of the front end plays on. */
export class WebStage {
  /** For `beforeAll`: the stack may have to be built first. */
  static readonly STARTS_WITHIN_MS = 240_000;
  private stack: OwnStack | undefined;
  private browser: Browser | undefined;
  private context: BrowserContext | undefined;
  private opened: Page | undefined;
  private watch: PageWatch | undefined;
  private expected: RegExp[] = [];

  /**
   * @param variables of the stack, on top of its ports and its folder
   * @param options of each browser context
   */
  constructor(
    private readonly variables: Readonly<Record<string, string>> = {},
    private readonly options: BrowserContextOptions = {},
  ) {}

  readonly start = async (): Promise<void> => {
    this.stack = await LocalStack.alone(this.variables);
    this.browser = await launchBrowser();
  };

  readonly stop = async (): Promise<void> => {
    await this.browser?.close();
    expect(await this.stack?.stop()).toBeLessThan(10_000);
  };

  get web(): string {
    return this.running.web;
  }

  get api(): string {
    return this.running.api;
  }

  get cognito(): string {
    return this.running.cognito;
  }

  private get running(): OwnStack {
    if (this.stack === undefined) throw new Error('There is no stack: start comes first');
    return this.stack;
  }

  /** A page of a browser that has never been here. Still, for what moves cannot be looked at. */
  readonly openPage = async (): Promise<void> => {
    this.expected = [];
    this.context = await this.browser?.newContext({
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...this.options,
    });
    this.opened = await this.context?.newPage();
    // Shorter than a test's own limit, so that a failure names the step.
    this.opened?.setDefaultTimeout(STEP_MS);
    this.watch = new PageWatch(this.page, this.web);
  };

  /** Fails where the console had an error to tell that was not expected, or where a token came to the browser. */
  readonly closePage = async (): Promise<void> => {
    const leaks = await this.watch?.leaks();
    await this.context?.close();
    const complaints = this.watch?.complaints ?? [];
    expect(complaints.filter((text) => !this.expected.some((one) => one.test(text)))).toEqual([]);
    expect(leaks).toEqual([]);
  };

  get page(): Page {
    if (this.opened === undefined) throw new Error('There is no page: openPage comes first');
    return this.opened;
  }

  /** For a test that provokes it: the browser tells of every answer that is no success as an error. */
  expectComplaint(complaint: RegExp): void {
    this.expected.push(complaint);
  }

  /** Through the hosted page, from the page at `path`. Where it leads is for the caller to wait for. */
  async signIn(name: string, { password = PASSWORD, path = '/' } = {}): Promise<void> {
    await this.page.goto(`${this.web}${path}`);
    await this.page.getByRole('button', { name: /^(Sign in|サインイン)/ }).click();
    await this.page.locator('input[name=username]').fill(`${name}@example.com`);
    await this.page.locator('input[name=password]').fill(password);
    await this.page.locator('button[type=submit]').click();
  }

  /** What somebody does elsewhere, while the page is open. Paths are those behind `/api`. */
  async apiAs(name: string, tenant = 'tenant_a'): Promise<ApiCall> {
    const credentials = { email: `${name}@example.com`, password: PASSWORD };
    const login = await this.callApi<{ access_token: string }>('POST', '/user/login', credentials);
    const headers = { Authorization: `Bearer ${login.access_token}`, 'X-Tenant-Id': tenant };
    return (method, path, body) => this.callApi(method, path, body, headers);
  }

  /** The page as it is now has no serious barrier. */
  async expectAccessible(): Promise<void> {
    expect(await barriersOn(this.page)).toEqual([]);
  }

  private async callApi<Answer>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await fetch(`${this.api}/api${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
}
