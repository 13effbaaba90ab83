import { base64url, CLIENT_ID, cognitoClaims, signRaw, type TokenFactory } from '../support/tokens.ts';
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

/** Texts as payloads, each correctly signed, with and without `typ`: jsonwebtoken reads the two differently. */
export function hostilePayloads(pool: TokenFactory): HostileToken[] {
  const { kid, privateKey } = pool.keys.access;
  const good = JSON.stringify(cognitoClaims('access'));
  const { exp, ...lasting } = cognitoClaims('access');
  const endless = (number: string) => JSON.stringify(lasting).replace(/}$/, `,"exp":${number}}`);
  const payloads: (string | Buffer)[] = [
    ...[
      'null',
      'true',
      'false',
      '0',
      '1e999',
      '"text"',
      `"${pool.issuer}"`,
      '[]',
      `[${good}]`,
      '{}',
      ' ',
      'x',
    ],
    ...[
      '{',
      '}',
      '{]',
      'NaN',
      'undefined',
      `${good},`,
      `${good}${good}`,
      `\ufeff${good}`,
      good.replaceAll('"', "'"),
    ],
    ...[
      `{"__proto__":${good}}`,
      `{"constructor":{"prototype":${good}}}`,
      `{"payload":${good}}`,
      JSON.stringify(good),
    ],
    ...[good.replace(/}$/, ',}'), `/**/${good}`, '['.repeat(4_000), '{"a":'.repeat(900)],
    ...[endless('1e400'), endless('-1e400'), endless(`"${String(exp)}"`), endless('1e15'), endless('NaN')],
    ...[
      Buffer.from([0xff, 0xfe, 0x00]),
      Buffer.from([0xc3, 0x28]),
      Buffer.from(good, 'utf16le'),
      Buffer.alloc(64),
    ],
  ];
  return [undefined, 'JWT'].flatMap((typ) =>
    payloads.map((payload): HostileToken => {
      const name = `payload ${String(payload).slice(0, 40)} with type ${typ}`;
      return [name, signRaw(JSON.stringify({ kid, alg: 'RS256', typ }), payload, privateKey)];
    }),
  );
}

/** Texts that are no compact JWS, or no longer the one that was signed. */
export function hostileForms(pool: TokenFactory): HostileToken[] {
  const token = pool.sign();
  const [header = '', payload = '', signature = ''] = token.split('.');
  const other = pool.sign({ claims: { sub: 'somebody-else' } }).split('.');
  const flipped = (part: string, at: number) =>
    `${part.slice(0, at)}${part[at] === 'A' ? 'B' : 'A'}${part.slice(at + 1)}`;
  const admin = base64url(
    JSON.stringify({ ...cognitoClaims('access'), 'cognito:groups': ['platform-admin'] }),
  );
  const forms = [
    ...[
      'a',
      'null',
      'undefined',
      'true',
      '[object Object]',
      '.',
      '..',
      '...',
      'a.b',
      'a.b.c',
      'a.b.c.d',
      'e30.e30.',
    ],
    ...[
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `.${payload}.${signature}`,
      `${header}..${signature}`,
    ],
    ...[
      `${token}.`,
      `.${token}`,
      `${token}.${signature}`,
      `${token}.x.y`,
      `${payload}.${header}.${signature}`,
    ],
    ...[
      `${header}.${admin}.${signature}`,
      `${header}.${other[1]}.${signature}`,
      `${header}.${payload}.${other[2]}`,
    ],
    ...[`${flipped(header, 5)}.${payload}.${signature}`, `${header}.${flipped(payload, 9)}.${signature}`],
    ...[0, 1, 100, 340].map((at) => `${header}.${payload}.${flipped(signature, at)}`),
    ...[`${header}.${payload}.${signature.slice(0, -4)}`, `${header}.${payload}.${signature}AAAA`],
    ...[
      `${header}.${payload}.${'A'.repeat(342)}`,
      `${header}.${payload}.${signature}==`,
      `${header}=.${payload}.x`,
    ],
    ...[`${header}.${payload}.${signature.toUpperCase()}`, `${token} ${token}`, `"${token}"`, `<${token}>`],
    ...[
      `${token},${token}`,
      `${token};a=b`,
      `${token}#`,
      `${token}?`,
      `${token}%00`,
      token.replaceAll('.', '%2e'),
    ],
    ...[`Bearer ${token}`, `${header}.${payload}.${signature.slice(0, 100)}+${signature.slice(101)}`],
    ...[
      base64url(token),
      `${'a'.repeat(4_096)}.${payload}.${signature}`,
      'x'.repeat(8_192),
      'x'.repeat(12_000),
    ],
    pool.sign({ claims: { padding: 'x'.repeat(8_192) } }),
  ];
  return forms.map((form, index) => [`form ${index}: ${form.slice(0, 20)}`, form]);
}
