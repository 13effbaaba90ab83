import { request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

/** Where a site is on this machine, and what it is called outside: a proxy that ends TLS stands in between. */
export interface Site {
  readonly origin: string;
  readonly address: string;
}

export interface WebAnswer {
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const MOST_REDIRECTS = 12;

/** A browser without a page: cookies, redirects and plain forms. For what is asked many times, or of https. */
export class Visitor {
  /** All that came from the site: addresses, heads and bodies. */
  readonly received: string[] = [];
  /** Each `Set-Cookie` of the site. */
  readonly cookieLines: string[] = [];

  constructor(
    private readonly site: Site,
    private readonly jars = new Map<string, Map<string, string>>(),
  ) {}

  /** With the same cookies, from here on for itself. */
  twin(): Visitor {
    return new Visitor(this.site, new Map([...this.jars].map(([host, jar]) => [host, new Map(jar)])));
  }

  /** The names of the cookies that the site has set. */
  get cookies(): string[] {
    return [...(this.jars.get(new URL(this.site.origin).host)?.keys() ?? [])];
  }

  get(path: string, headers: Record<string, string> = {}): Promise<WebAnswer> {
    return this.send('GET', new URL(path, this.site.origin), headers);
  }

  /** As a form of the site's own, unless the headers say otherwise. */
  post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<WebAnswer> {
    return this.submit(new URL(path, this.site.origin), fields, headers);
  }

  /** Signs in by the form, through the hosted pages, to where that leads. */
  async signIn(name: string, { callbackUrl = '/', password = 'Passw0rd!', fresh = 'N3w-Passw0rd!' } = {}) {
    let page = await this.follow(await this.post('/auth/sign-in', { callbackUrl }));
    for (const given of [password, fresh]) {
      const form = formOf(page);
      if (form === undefined || page.url.origin === this.site.origin) break;
      const fields = {
        ...form.fields,
        ...('username' in form.fields && { username: `${name}@example.com` }),
      };
      for (const field of form.passwords) Object.assign(fields, { [field]: given });
      page = await this.follow(await this.submit(form.action, fields));
    }
    return page;
  }

  /** To the first answer that leads no further. */
  async follow(answer: WebAnswer): Promise<WebAnswer> {
    let at = answer;
    for (let left = MOST_REDIRECTS; at.headers.location !== undefined; left--) {
      if (left === 0) throw new Error(`It leads on and on, now to ${at.headers.location}`);
      at = await this.send('GET', new URL(at.headers.location, at.url));
    }
    return at;
  }

  private submit(url: URL, fields: Record<string, string>, headers: Record<string, string> = {}) {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: url.origin, ...headers };
    return this.send('POST', url, form, new URLSearchParams(fields).toString());
  }

  private async send(
    method: string,
    url: URL,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<WebAnswer> {
    const ours = url.origin === this.site.origin;
    const { hostname, port } = new URL(ours ? this.site.address : url);
    const jar = this.jars.get(url.host) ?? new Map<string, string>();
    this.jars.set(url.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await new Promise<WebAnswer>((resolve, reject) => {
      const asked = request(
        {
          method,
          hostname,
          port,
          path: `${url.pathname}${url.search}`,
          headers: { Host: url.host, ...(cookie !== '' && { Cookie: cookie }), ...headers },
        },
        (got) => {
          const { statusCode = 0, headers: head } = got;
          text(got).then((read) => resolve({ url, status: statusCode, headers: head, text: read }), reject);
        },
      );
      asked.on('error', reject).end(body);
    });
    const set = answer.headers['set-cookie'] ?? [];
    keep(jar, set);
    if (ours) this.cookieLines.push(...set);
    if (ours) this.received.push([url.href, JSON.stringify(answer.headers), answer.text].join('\n'));
    return answer;
  }
}

/** Path and query of where a redirect goes within the site. */
export function leadsTo({ url, headers }: WebAnswer): string {
  const { origin, pathname, search } = new URL(headers.location ?? '', url);
  return `${origin === url.origin ? '' : origin}${pathname}${search}`;
}

function keep(jar: Map<string, string>, set: readonly string[]): void {
  for (const line of set) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || /max-age=0(;|$)/i.test(line)) jar.delete(name);
    else jar.set(name, value);
  }
}

interface Form {
  readonly action: URL;
  readonly fields: Record<string, string>;
  readonly passwords: readonly string[];
}

/** The first form that is posted. */
export function formOf({ text: html, url }: WebAnswer): Form | undefined {
  const [form] = /<form[^>]*method="post"[\s\S]*?<\/form>/.exec(html) ?? [];
  if (form === undefined) return undefined;
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => ({
    name: attribute(input, 'name'),
    value: attribute(input, 'value'),
    type: attribute(input, 'type'),
  }));
  return {
    action: new URL(attribute(form, 'action'), url),
    fields: Object.fromEntries(inputs.map(({ name, value }) => [name, value])),
    passwords: inputs.filter(({ type }) => type === 'password').map(({ name }) => name),
  };
}

function attribute(tag: string, name: string): string {
  const [, value = ''] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  const named: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>' };
  return value
    .replace(/&#(x?)([\da-f]+);/gi, (_, hex: string, digits: string) =>
      String.fromCodePoint(parseInt(digits, hex === '' ? 10 : 16)),
    )
    .replace(/&(quot|amp|lt|gt);/g, (whole, word: string) => named[word] ?? whole);
}
