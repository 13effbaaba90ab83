import { describe, expect, it } from '@jest/globals';
import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { DoesNotApply } from './finding.ts';
import { readSetup } from './setup.ts';
import { tenantChecks } from './tenant-checks.ts';

const VARIABLES = {
  COGNITO_USER_POOL_ID: 'ap-northeast-1_Example1',
  COGNITO_APP_CLIENT_ID: 'api',
  DATABASE_URL: 'postgresql://app:p@127.0.0.1/tenantry',
};

function checksOf(attribute: SchemaAttributeType, written: string[], variables = {}) {
  const pool = {
    describe: () => Promise.resolve({ SchemaAttributes: [attribute] }),
    apps: () => Promise.resolve([{ ClientId: 'web', WriteAttributes: written }]),
  };
  const checks = tenantChecks(pool, readSetup({ ...VARIABLES, ...variables }));
  const run = async (name: string) => (await checks.find((each) => each.name === name)?.run()) ?? [];
  return { definition: () => run('tenant/attribute'), writing: () => run('tenant/read_only') };
}

const TEXT = { Name: 'custom:tenant_id', AttributeDataType: 'String' } as const;
const upTo = (MaxLength: string) => ({ ...TEXT, StringAttributeConstraints: { MaxLength } });

describe('tenant/attribute', () => {
  it.each<[string, SchemaAttributeType, string[]]>([
    ['64 characters', upTo('64'), []],
    ['longer', upTo('2048'), ['advice']],
    ['shorter', upTo('10'), ['advice']],
    ['without a limit', TEXT, ['advice']],
    ['a number', { ...TEXT, AttributeDataType: 'Number' }, ['fault']],
    ['another name', { ...upTo('64'), Name: 'custom:tenant' }, ['fault']],
  ])('%s', async (_what, attribute, severities) => {
    const found = await checksOf(attribute, ['name']).definition();
    expect(found.map(({ severity }) => severity)).toEqual(severities);
  });

  it('follows COGNITO_TENANT_CLAIM', async () => {
    const variables = { COGNITO_TENANT_CLAIM: 'tenant_id,custom:org' };
    const [finding] = await checksOf(upTo('64'), [], variables).definition();
    expect(finding?.found).toBe('The pool has no attribute custom:org.');
  });

  it('does not apply where everybody works in one tenant', async () => {
    const { definition, writing } = checksOf(upTo('64'), [], { MULTI_TENANT_ENABLED: '0' });
    await expect(definition()).rejects.toThrow(DoesNotApply);
    await expect(writing()).rejects.toThrow(DoesNotApply);
  });
});

describe('tenant/read_only', () => {
  it('keeps in its advice what the client may write besides', async () => {
    const [finding] = await checksOf(upTo('64'), ['email', 'name', 'custom:tenant_id']).writing();
    expect(finding?.change).toContain('write_attributes = ["email", "name"]');
    expect(finding?.change).toContain('--write-attributes email name.');
  });
});
