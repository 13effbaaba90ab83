import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RESERVED_LABELS } from '../../src/tenancy/tenant-name.ts';
import { rawExchange } from '../support/raw-request.ts';
import { Stage, verdict, type Api } from './stage.ts';

const DOMAIN = 'app.example.com';
const A = `tenant_a.${DOMAIN}`;
const B = `tenant_b.${DOMAIN}`;
const IN_A = '200 tenant_a member';
const IN_B = '200 tenant_b viewer';
const NONE_NAMED = '400 tenant/not_provided';
const REFUSED = '400 tenant/invalid';

let stage: Stage;
let api: Api;
let behindProxy: Api;
let authorization: string;

beforeAll(async () => {
  stage = await Stage.start();
  const variables = { TENANT_MODE: 'subdomain', TENANT_MAIN_DOMAIN: DOMAIN };
  api = await stage.open({ ...variables, TRUSTED_PROXIES: '10.0.0.0/8,2001:db8::1' });
  behindProxy = await stage.open({ ...variables, TRUSTED_PROXIES: '127.0.0.1' });
  // A member of two: without a name there is no tenant, so what was named shows.
  await stage.plant([
    { tenant: 'tenant_a', subject: 'carol', role: 'member' },
    { tenant: 'tenant_b', subject: 'carol', role: 'viewer' },
  ]);
  authorization = `Authorization: Bearer ${stage.token({ subject: 'carol' })}`;
});
afterAll(() => stage.close());

interface RawRequest {
  readonly to?: Api;
  readonly target?: string;
  readonly version?: string;
}

async function ask(
  lines: readonly string[],
  { to = api, target = '/api/tenant', version = '1.1' }: RawRequest = {},
) {
  const head = [`GET ${target} HTTP/${version}`, ...lines, authorization, 'Connection: close', '', ''];
  return rawExchange(to.port, head.join('\r\n'));
}

it.each([
  ['as it is', A, IN_A],
  ['of the other tenant', B, IN_B],
  ['in upper case', A.toUpperCase(), IN_A],
  ['with a port', `${A}:8000`, IN_A],
  ['with another port', `${A}:1`, IN_A],
  ['the main domain', DOMAIN, NONE_NAMED],
  ['somebody else’s', 'evil.com', NONE_NAMED],
  ['an address', '127.0.0.1:8000', NONE_NAMED],
  ['an IPv6 address', '[::1]:8000', NONE_NAMED],
  ['with more behind the main domain', `${B}.evil.com`, NONE_NAMED],
  ['with the main domain as a mere ending', `tenant_b${DOMAIN}`, NONE_NAMED],
  ['of a domain that ends alike', `tenant_b.x${DOMAIN}`, NONE_NAMED],
  ['of the domain above', 'tenant_b.example.com', NONE_NAMED],
  ['two labels', `x.${A}`, REFUSED],
  ['two tenants', `tenant_b.${A}`, REFUSED],
  ['a reserved label before it', `www.${A}`, REFUSED],
  ['no label', `.${DOMAIN}`, REFUSED],
  ['an empty label', `tenant_a..${DOMAIN}`, REFUSED],
  ['with a dot at the end', `${A}.`, REFUSED],
  ['the main domain with a dot at the end', `${DOMAIN}.`, REFUSED],
  ['with a colon and no port', `${A}:`, REFUSED],
  ['with a port that is none', `${A}:http`, REFUSED],
  ['with a port too long', `${A}:123456`, REFUSED],
  ['with two ports', `${A}:80:80`, REFUSED],
  ['after an @', `evil.com@${A}`, REFUSED],
  ['before an @', `${A}@evil.com`, REFUSED],
  ['with a password', `x:y@${A}`, REFUSED],
  ['with a path', `${A}/x`, REFUSED],
  ['with a query', `${A}?x`, REFUSED],
  ['with a fragment', `${A}#x`, REFUSED],
  ['with a backslash', `${A}\\x`, REFUSED],
  ['with a scheme', `http://${A}`, REFUSED],
  ['joined with another', `${A}, ${B}`, REFUSED],
  ['and another in a space', `${A} ${B}`, REFUSED],
  ['percent-encoded', `%74enant_a.${DOMAIN}`, REFUSED],
  ['in Cyrillic', Buffer.from(`ten\u0430nt_a.${DOMAIN}`).toString('latin1'), REFUSED],
  ['with an ideographic dot', Buffer.from(`tenant_a\u3002${DOMAIN}`).toString('latin1'), REFUSED],
  ['in Punycode', `xn--tennt_a-4fg.${DOMAIN}`, '403 tenant/forbidden'],
  ['empty', '', REFUSED],
])('Host %s', async (_, host, result) => {
  expect(verdict(await ask([`Host: ${host}`]))).toBe(result);
});

it.each([...RESERVED_LABELS])('the label %s is ours and names no tenant', async (label) => {
  await stage.sql(`INSERT INTO tenants (id, name) VALUES ($1, $1)`, [label]);
  await stage.plant([{ tenant: label, subject: `only ${label}`.replace(' ', '-') }]);
  expect(verdict(await ask([`Host: ${label}.${DOMAIN}`]))).toBe(NONE_NAMED);
});

describe('One request has one host', () => {
  it.each([
    ['twice the same', [`Host: ${A}`, `Host: ${A}`], {}],
    ['two hosts', [`Host: ${A}`, `Host: ${B}`], {}],
    ['two hosts, in different case', [`Host: ${A}`, `hOST: ${B}`], {}],
    ['none, in HTTP/1.0', [], { version: '1.0' }],
    ['none, in HTTP/1.1', [], {}],
    ['none but a forwarded one', [`X-Forwarded-Host: ${B}`], { version: '1.0' }],
    ['another one in the request line', [`Host: ${A}`], { target: `http://${B}/api/tenant` }],
    ['another port in the request line', [`Host: ${A}`], { target: `http://${A}:81/api/tenant` }],
    ['a user in the request line', [`Host: ${A}`], { target: `http://${B}@${A}/api/tenant` }],
    ['a space before the colon', [`Host : ${A}`], {}],
    ['a continued line', ['Host: tenant_b.', ` ${DOMAIN}`], {}],
    ['NUL', [`Host: ${A}\0`], {}],
  ])('%s: 400', async (_, lines, request) => {
    expect((await ask(lines, request)).status).toBe(400);
  });

  it.each([
    ['in HTTP/1.0', {}, { version: '1.0' }],
    ['in the request line too', {}, { target: `http://${A}/api/tenant` }],
    ['in the request line in upper case', {}, { target: `HTTP://${A.toUpperCase()}/api/tenant` }],
  ])('%s: fine', async (_, _nothing, request) => {
    expect(verdict(await ask([`Host: ${A}`], request))).toBe(IN_A);
  });
});

describe('A host that somebody else reports', () => {
  const REPORTS = [
    `Forwarded: host=${B}`,
    `Forwarded: for=10.0.0.1;host="${B}";proto=https`,
    `X-Original-Host: ${B}`,
    `X-Host: ${B}`,
    `X-Forwarded-Server: ${B}`,
    `X-HTTP-Host-Override: ${B}`,
    `X-Rewrite-URL: http://${B}/api/tenant`,
    `X-Original-URL: http://${B}/api/tenant`,
  ];

  it.each([...REPORTS, `X-Forwarded-Host: ${B}`, `X-Forwarded-Host: ${B}, ${B}`])(
    'does not count from a stranger: %s',
    async (line) => {
      expect(verdict(await ask([`Host: ${A}`, line, 'X-Forwarded-For: 10.0.0.1']))).toBe(IN_A);
    },
  );

  it.each(REPORTS)('does not count from a trusted proxy either: %s', async (line) => {
    expect(verdict(await ask([`Host: ${A}`, line], { to: behindProxy }))).toBe(IN_A);
  });

  it.each([
    ['one', [`X-Forwarded-Host: ${B}`], IN_B],
    ['one with a port', [`X-Forwarded-Host: ${B}:443`], IN_B],
    ['the same one', [`X-Forwarded-Host: ${A}`], IN_A],
    ['none', [], IN_A],
    ['of no tenant', [`X-Forwarded-Host: ${DOMAIN}`], NONE_NAMED],
    // The first may be what the client sent, and the proxy only added to it.
    ['two', [`X-Forwarded-Host: ${B}, ${A}`], REFUSED],
    ['two lines', [`X-Forwarded-Host: ${B}`, `X-Forwarded-Host: ${A}`], REFUSED],
    ['two lines of the same', [`X-Forwarded-Host: ${B}`, `X-Forwarded-Host: ${B}`], REFUSED],
    ['empty', ['X-Forwarded-Host:'], REFUSED],
    ['a suffix attack', [`X-Forwarded-Host: ${B}.evil.com`], NONE_NAMED],
  ])('counts from a trusted proxy as X-Forwarded-Host: %s', async (_, lines, result) => {
    expect(verdict(await ask([`Host: ${A}`, ...lines], { to: behindProxy }))).toBe(result);
  });
});
