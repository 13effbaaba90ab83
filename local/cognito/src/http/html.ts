import { randomBytes } from 'node:crypto';
import type { Reply } from './reply.ts';

/** Markup that is safe as it is; made by {@link html} alone. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Markup[] | undefined;

/** A template that escapes every value but other markup; lists are joined, `undefined` is nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((text, next, index) => text + rendered(parts[index - 1]) + next));
}

function rendered(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

export interface Page {
  readonly language: string;
  readonly title: string;
  readonly body: Markup;
  readonly status?: number;
  /** Where its forms may lead, redirects included: browsers check the whole chain against form-action. */
  readonly formTargets?: readonly string[];
  readonly cookies?: readonly string[];
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #8c959f; --back: #f6f8fa; --card: #fff;
  --accent: #0b5cad; --on-accent: #fff; --bad: #b3261e; --bad-back: #fdecea }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #a5b0bb; --line: #768390; --back: #0d1117;
  --card: #161b22; --accent: #79b8ff; --on-accent: #0d1117; --bad: #ffb4ab; --bad-back: #3b1513 } }
* { box-sizing: border-box }
body { margin: 0; padding: 24px 16px; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back) }
main { max-width: 400px; margin: 0 auto; padding: 24px; background: var(--card); border-radius: 8px;
  border: 1px solid var(--line); overflow-wrap: anywhere }
main.wide { max-width: 960px }
h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.25 }
.banner { margin: 0 0 16px; color: var(--soft); font-size: 14px }
label { display: block; margin: 16px 0 4px; font-weight: 600 }
input { width: 100%; padding: 8px 12px; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: 4px }
button { width: 100%; margin: 24px 0 0; padding: 12px; font: inherit; font-weight: 600; color: var(--on-accent);
  background: var(--accent); border: 0; border-radius: 4px; cursor: pointer }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
[role=alert] { margin: 0 0 16px; padding: 12px; color: var(--bad); background: var(--bad-back); border-radius: 4px }
.hint { margin: 24px 0 0; padding: 16px 0 0; border-top: 1px solid var(--line); color: var(--soft);
  font-size: 14px; white-space: pre-line }
a { color: var(--accent) }
.languages { margin: 24px 0 0; font-size: 14px }
table { width: 100%; border-collapse: collapse } th, td { padding: 8px; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line) }
`;

/** A whole page: no script, no other origin, not in a frame, not in a cache. */
export function page({ language, title, body, status = 200, formTargets = [], cookies }: Page): Reply {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `form-action 'self' ${formTargets.join(' ')}`.trimEnd(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  const document = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style nonce="${nonce}">
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      ...(cookies && { 'set-cookie': cookies }),
    },
    body: document.text,
  };
}
