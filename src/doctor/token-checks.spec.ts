import { describe, expect, it } from '@jest/globals';
import { readSetup } from './setup.ts';
import { tokenChecks } from './token-checks.ts';
import { WellKnown } from './well-known.ts';

const POOL = 'ap-northeast-1_Example1';
const ORIGINAL = `https://cognito-idp.ap-northeast-1.amazonaws.com/${POOL}`;
const UPDATED = `https://issuer-cognito-idp.ap-northeast-1.amazonaws.com/${POOL}`;

class Published extends WellKnown {
  constructor(private readonly ahead: number) {
    super('https://cognito-idp.ap-northeast-1.amazonaws.com', POOL);
  }

  override published() {
    return Promise.resolve({ issuer: ORIGINAL, authorizationEndpoint: undefined, ahead: this.ahead });
  }
}

interface Seen {
  readonly issuer?: string;
  readonly type?: 'ORIGINAL' | 'UPDATED';
  readonly ahead?: number;
}

function check(name: string, { issuer = ORIGINAL, type = 'ORIGINAL', ahead = 0 }: Seen) {
  const setup = readSetup({
    COGNITO_USER_POOL_ID: POOL,
    COGNITO_APP_CLIENT_ID: 'api',
    COGNITO_ISSUER: issuer,
    DATABASE_URL: 'postgresql://app:p@127.0.0.1/tenantry',
  });
  const described = { describe: () => Promise.resolve({ IssuerConfiguration: { Type: type } }) };
  const found = tokenChecks(described, new Published(ahead), setup).find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no check ${name}`);
  return found.run();
}

describe('tokens/issuer', () => {
  it.each([
    [ORIGINAL, 'ORIGINAL'],
    [UPDATED, 'UPDATED'],
  ] as const)('is well with %s', async (issuer, type) => {
    expect(await check('tokens/issuer', { issuer, type })).toEqual([]);
  });

  it.each([
    [UPDATED, 'ORIGINAL', ORIGINAL],
    [ORIGINAL, 'UPDATED', UPDATED],
  ] as const)('is a fault with %s in a pool of type %s', async (issuer, type, right) => {
    const [finding] = await check('tokens/issuer', { issuer, type });
    expect(finding).toMatchObject({ severity: 'fault', change: expect.stringContaining(`to ${right},`) });
  });
});

describe('tokens/clock', () => {
  it.each([
    [4_000, []],
    [-4_000, []],
    [8_000, ['advice']],
    [-30_000, ['advice']],
    [31_000, ['fault']],
    [-90_000, ['fault']],
  ])('%i ms: %j', async (ahead, severities) => {
    const findings = await check('tokens/clock', { ahead });
    expect(findings.map(({ severity }) => severity)).toEqual(severities);
  });

  it('says which way it is off', async () => {
    expect((await check('tokens/clock', { ahead: 60_000 }))[0]?.found).toContain('60 s behind');
    expect((await check('tokens/clock', { ahead: -60_000 }))[0]?.found).toContain('60 s ahead of');
  });
});
