import { createHmac, createSign, generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto';
import { createTestKey } from '../support/signing-keys.ts';
import { base64url, cognitoClaims, signRaw, type TokenFactory } from '../support/tokens.ts';

/** A name that says what is wrong with it, and the token. */
export type HostileToken = readonly [name: string, token: string];

const attacker = createTestKey('attacker');
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const edwards = generateKeyPairSync('ed25519');

/** Algorithms other than RS256, and keys other than the pool's (RFC 8725 section 2.1). */
export function otherAlgorithms(pool: TokenFactory): HostileToken[] {
  const { kid, privateKey, publicKey } = pool.keys.access;
  const payload = JSON.stringify(cognitoClaims('access'));
  const header = (alg: unknown, more: object = {}) => JSON.stringify({ kid, alg, ...more });
  const input = (alg: unknown) => `${base64url(header(alg))}.${base64url(payload)}`;
  const signature = pool.sign().split('.')[2] ?? '';

  const unsigned = ['none', 'None', 'NONE', 'nOnE', '', 'null'].flatMap((alg): HostileToken[] => [
    [`algorithm ${JSON.stringify(alg)} without signature`, `${input(alg)}.`],
    [`algorithm ${JSON.stringify(alg)} with a signature`, `${input(alg)}.${signature}`],
  ]);
  const secrets: Record<string, string | Buffer> = {
    'the PEM': publicKey.export({ type: 'spki', format: 'pem' }),
    'the PKCS1 PEM': publicKey.export({ type: 'pkcs1', format: 'pem' }),
    'the PEM without line end': String(publicKey.export({ type: 'spki', format: 'pem' })).trim(),
    'the DER': publicKey.export({ type: 'spki', format: 'der' }),
    'the JWK': JSON.stringify(pool.keys.access.jwk),
    'the modulus': String(pool.keys.access.jwk['n']),
    'the key id': kid,
    'the empty string': '',
  };
  const confused = ['HS256', 'HS384', 'HS512'].flatMap((alg) =>
    Object.entries(secrets).map(([name, secret]): HostileToken => {
      const mac = createHmac(`sha${alg.slice(2)}`, secret)
        .update(input(alg))
        .digest('base64url');
      return [`${alg} with ${name} as its secret`, `${input(alg)}.${mac}`];
    }),
  );
  const byTheRightKey = [
    ['RS384', 'RSA-SHA384'],
    ['RS512', 'RSA-SHA512'],
    ['rs256', 'RSA-SHA256'],
    ['RS256 ', 'RSA-SHA256'],
    ['RSA-OAEP', 'RSA-SHA256'],
  ].map(([alg = '', digest]): HostileToken => {
    return [`${alg} by the right key`, signRaw(header(alg), payload, privateKey, digest)];
  });
  const pss = ['256', '384', '512'].map((bits): HostileToken => {
    const made = createSign(`RSA-SHA${bits}`).update(input(`PS${bits}`));
    const bytes = made.sign({ key: privateKey, padding: 6, saltLength: -1 }, 'base64url');
    return [`PS${bits} by the right key`, `${input(`PS${bits}`)}.${bytes}`];
  });
  const curve = (alg: string, key: KeyObject, digest: string | null): HostileToken => {
    const bytes = signBytes(digest, Buffer.from(input(alg)), { key, dsaEncoding: 'ieee-p1363' });
    return [`${alg}`, `${input(alg)}.${bytes.toString('base64url')}`];
  };
  const typed = [undefined, null, 256, true, ['RS256'], { alg: 'RS256' }].map((alg): HostileToken => {
    return [`algorithm ${JSON.stringify(alg)}`, signRaw(header(alg), payload, privateKey)];
  });
  return [
    ...unsigned,
    ...confused,
    ...byTheRightKey,
    ...pss,
    curve('ES256', elliptic.privateKey, 'sha256'),
    curve('EdDSA', edwards.privateKey, null),
    ...typed,
    ['RS256 by somebody else under our key id', signRaw(header('RS256'), payload, attacker.privateKey)],
    [
      'RS256 by the ID key under the access key id',
      signRaw(header('RS256'), payload, pool.keys.id.privateKey),
    ],
  ];
}

/** Headers that name another key, or ask for what we do not understand. `target` sees who follows an address. */
export function hostileHeaders(pool: TokenFactory, target: string): HostileToken[] {
  const attackerJwk = attacker.publicKey.export({ format: 'jwk' });
  const kids = [
    ...[undefined, null, 0, 1, true, [], ['access-key='], {}, { toString: 'access-key=' }, ''],
    ...[
      '../../../../dev/null',
      '/dev/null',
      'file:///etc/passwd',
      "' or '1'='1",
      'x; drop table keys',
      '| id',
    ],
    ...['access-key=\r\nX-Evil: 1', 'access-key=\0', ' access-key=', 'access-key= ', 'ACCESS-KEY=', 'äccess'],
    ...['k'.repeat(65), 'k'.repeat(4_096), target, '__proto__', 'constructor', 'hasOwnProperty', 'unknown'],
    ...['id-key=', '*', '.*', '%00', '${7*7}', '{{7*7}}', '<script>', 'undefined', 'null', '-1'],
  ].map((kid): HostileToken => {
    return [`key id ${JSON.stringify(kid)?.slice(0, 40)}`, pool.sign({ header: { kid } })];
  });
  const ownKey = [
    { jwk: attackerJwk },
    { jku: `${target}/jwks.json` },
    { x5u: `${target}/cert.pem` },
    { x5c: [attacker.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')] },
    { jwk: attackerJwk, kid: undefined },
    { jku: `${target}/jwks.json`, kid: 'attacker' },
  ].map((header): HostileToken => {
    const token = pool.sign({ header, key: { ...attacker, kid: pool.keys.access.kid } });
    return [`its own key by ${JSON.stringify(Object.keys(header))}`, token];
  });
  const notUnderstood = [
    ...[{ crit: ['exp'] }, { crit: [] }, { crit: ['b64'], b64: false }, { crit: null }, { crit: 'exp' }],
    ...[{ crit: ['urn:example:policy'], 'urn:example:policy': 1 }, { b64: false }, { b64: true }],
    ...[{ zip: 'DEF' }, { zip: null }, { cty: 'JWT' }, { cty: '' }],
    ...[
      { typ: 'at+jwt' },
      { typ: 'jwt' },
      { typ: 'JWS' },
      { typ: '' },
      { typ: null },
      { typ: 1 },
      { typ: ['JWT'] },
    ],
    ...[{ typ: 'dpop+jwt' }, { typ: 'logout+jwt' }, { typ: 'JWE' }],
  ].map((header): HostileToken => [`header ${JSON.stringify(header)}`, pool.sign({ header })]);
  const { kid, privateKey } = pool.keys.access;
  const notAnObject = [
    ...['', ' ', 'null', 'true', '1', '"RS256"', '[]', `[{"alg":"RS256","kid":"${kid}"}]`, '{}', '{', '{]'],
    ...[
      `{'alg':'RS256','kid':'${kid}'}`,
      `{"alg":"RS256","kid":"${kid}",}`,
      `\ufeff{"alg":"RS256","kid":"${kid}"}`,
    ],
    ...[`{"alg":"RS256","alg":"none","kid":"${kid}"}`, `{"alg":"RS256","kid":"${kid}"}{}`, '['.repeat(3_000)],
    ...[`{"__proto__":{"alg":"RS256","kid":"${kid}"}}`, `{"constructor":{"alg":"RS256"},"kid":"${kid}"}`],
  ].map((header): HostileToken => {
    const token = signRaw(header, JSON.stringify(cognitoClaims('access')), privateKey);
    return [`header text ${header.slice(0, 40)}`, token];
  });
  return [...kids, ...ownKey, ...notUnderstood, ...notAnObject];
}
