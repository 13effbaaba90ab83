/** A browser without a screen: keeps cookies by name and reads forms, and follows no redirect by itself. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  get cookieNames(): string[] {
    return [...this.#cookies.keys()];
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  async open(url: string | URL, init: RequestInit = {}): Promise<PageView> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...Object.fromEntries(new Headers(init.headers)), ...(cookie !== '' && { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return new PageView(String(url), response, await response.text());
  }

  /** Opens a page and goes on as long as the answers lead to the same origin. */
  async follow(url: string | URL): Promise<PageView> {
    const page = await this.open(url);
    const next = page.location;
    return next?.origin === new URL(url).origin ? this.follow(next) : page;
  }

  /** Fills in the page's form and sends it. */
  submit(page: PageView, fields: Readonly<Record<string, string>>): Promise<PageView> {
    const { action, values } = page.form();
    const body = new URLSearchParams({ ...values, ...fields });
    return this.open(new URL(action, page.url), { method: 'POST', body });
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

export class PageView {
  readonly url: string;
  readonly response: Response;
  readonly text: string;

  constructor(url: string, response: Response, text: string) {
    this.url = url;
    this.response = response;
    this.text = text;
  }

  get status(): number {
    return this.response.status;
  }

  get location(): URL | undefined {
    const location = this.response.headers.get('location');
    return location === null ? undefined : new URL(location, this.url);
  }

  get alert(): string | undefined {
    return /<p role="alert"[^>]*>([^<]*)</.exec(this.text)?.[1];
  }

  form(): { action: string; values: Record<string, string> } {
    const action = /<form[^>]*action="([^"]*)"/.exec(this.text)?.[1];
    if (action === undefined) throw new Error(`no form on ${this.url}: ${this.status}`);
    const inputs = [...this.text.matchAll(/<input([^>]*)>/g)].map(([, attributes = '']) => attributes);
    const values = inputs.map((input) => [
      /name="([^"]*)"/.exec(input)?.[1] ?? '',
      unescaped(/value="([^"]*)"/.exec(input)?.[1] ?? ''),
    ]);
    return { action: unescaped(action), values: Object.fromEntries(values) as Record<string, string> };
  }
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)));
}
