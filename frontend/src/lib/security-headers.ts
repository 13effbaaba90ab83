import 'server-only';
import { isHttps, settings } from './settings';

const IN_DEVELOPMENT = process.env.NODE_ENV === 'development';

/** Scripts run with the nonce of their page alone. Mantine styles elements inline, so styles may. */
export function contentSecurityPolicy(nonce: string): string {
  // Forms that sign in and out are led on to the hosted UI.
  const hosted = new URL(settings().cognitoDomain).origin;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${IN_DEVELOPMENT ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self' ${hosted}`,
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Of an answer that is no page: nothing in it may run or be shown. */
const NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

/** The answer with all the headers that each of ours has. @param policy of a page */
export function secured<Answer extends Response>(answer: Answer, policy = NO_PAGE): Answer {
  answer.headers.set('Content-Security-Policy', policy);
  for (const [name, value] of securityHeaders()) answer.headers.set(name, value);
  return answer;
}

function securityHeaders(): [string, string][] {
  const always: [string, string][] = [
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
    // An Origin is sent with forms of our own; addresses of pages go nowhere else.
    ['Referrer-Policy', 'same-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), microphone=(), geolocation=()'],
  ];
  return isHttps() ? [...always, ['Strict-Transport-Security', 'max-age=31536000']] : always;
}
