import { base64url, cognitoClaims, signRaw, type TokenFactory } from '../support/tokens.ts';
import type { HostileToken } from './hostile-tokens.ts';

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
