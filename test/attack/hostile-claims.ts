import { CLIENT_ID, type TokenFactory } from '../support/tokens.ts';
import type { HostileToken } from './hostile-tokens.ts';

type Claims = Readonly<Record<string, unknown>>;

/** Access tokens with a perfect signature whose claims are not for us, or not what Cognito writes. */
export function hostileClaims(pool: TokenFactory): HostileToken[] {
  const now = Math.floor(Date.now() / 1_000);
  const each = (name: string, values: readonly unknown[]): Claims[] =>
    values.map((value) => ({ [name]: value }));
  const { issuer } = pool;
  const issuers = [
    ...[
      undefined,
      null,
      '',
      1,
      [issuer],
      { issuer },
      `${issuer}/`,
      ` ${issuer}`,
      `${issuer} `,
      issuer.toUpperCase(),
    ],
    ...[issuer.replace('https', 'http'), issuer.replace('Example01', 'Example02'), issuer.slice(0, -1)],
    ...[
      `${issuer}/.well-known/jwks.json`,
      issuer.replace('https://', ''),
      issuer.replace('northeast', 'southeast'),
    ],
    ...[issuer.replace('cognito-idp', 'issuer-cognito-idp'), `${issuer}\0`, `https://evil.example/${issuer}`],
  ];
  const clients = [
    ...[
      undefined,
      null,
      '',
      1,
      true,
      [CLIENT_ID],
      { id: CLIENT_ID },
      'other-client',
      `${CLIENT_ID} `,
      ` ${CLIENT_ID}`,
    ],
    ...[
      CLIENT_ID.toUpperCase(),
      CLIENT_ID.slice(0, -1),
      `${CLIENT_ID},x`,
      `${CLIENT_ID}\0`,
      '*',
      '.*',
      '__proto__',
    ],
  ];
  const uses = [undefined, null, '', 'id', 'Access', 'ACCESS', 'access ', 'refresh', true, 1, ['access'], {}];
  const expiries = [
    ...[
      undefined,
      null,
      '',
      String(now + 60),
      now - 6,
      now - 3_600,
      0,
      -1,
      true,
      [now + 60],
      {},
      (now + 60) * 1_000,
    ],
    ...['2999-01-01', 'Infinity', now + 86_500, Number.MAX_SAFE_INTEGER],
  ];
  const issuedAt = [
    undefined,
    null,
    '',
    String(now),
    now + 60,
    now + 3_600,
    (now - 60) * 1_000,
    now - 90_000,
    0,
    [now],
  ];
  const notBefore = [now + 60, String(now - 60), null, true, [now - 60], {}];
  const subjects = [
    undefined,
    null,
    '',
    ' ',
    1,
    true,
    ['x'],
    {},
    'a b',
    'a\0b',
    'a\nb',
    'ü',
    's'.repeat(256),
  ];
  const texts = [null, 1, true, ['x'], {}];
  const claims: Claims[] = [
    ...each('iss', issuers),
    ...each('client_id', clients),
    ...each('token_use', uses),
    ...each('exp', expiries),
    ...each('iat', issuedAt),
    ...each('nbf', notBefore),
    ...each('sub', subjects),
    ...each('username', texts),
    ...each('origin_jti', texts),
    ...each('cognito:groups', ['platform-admin', 1, true, {}, ['ok', 1], [null], [['platform-admin']]]),
    ...each('tenant_id', texts),
    ...each('custom:tenant_id', texts),
    { client_id: undefined, aud: CLIENT_ID },
    { client_id: 'other-client', aud: CLIENT_ID, azp: CLIENT_ID },
    { token_use: undefined, aud: CLIENT_ID, scope: 'openid' },
  ];
  return claims.map((changes) => [
    `claims ${JSON.stringify(changes).slice(0, 70)}`,
    pool.sign({ claims: changes }),
  ]);
}

/** ID tokens with a perfect signature that no route may take, whatever use it wants. */
export function hostileIdClaims(pool: TokenFactory): HostileToken[] {
  const each = (name: string, values: readonly unknown[]): Claims[] =>
    values.map((value) => ({ [name]: value }));
  const claims: Claims[] = [
    ...each('aud', [
      undefined,
      null,
      '',
      1,
      [CLIENT_ID],
      ['x', CLIENT_ID],
      {},
      'other-client',
      `${CLIENT_ID} `,
    ]),
    ...each('token_use', ['access', 'ID', 'Id', null, undefined]),
    ...each('email', [null, 1, ['alice@example.com'], {}]),
    ...each('cognito:username', [null, 1, {}]),
    ...each('custom:tenant_id', [null, 1, ['tenant_a'], {}]),
    { aud: undefined, client_id: CLIENT_ID },
    { aud: 'other-client', client_id: CLIENT_ID, azp: CLIENT_ID },
  ];
  return claims.map((changes) => [
    `ID claims ${JSON.stringify(changes).slice(0, 70)}`,
    pool.sign({ use: 'id', claims: changes }),
  ]);
}
