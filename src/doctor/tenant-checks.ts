import type { UserPoolClientType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { changeOf, hclList, nameOf } from './app-client.ts';
import { advice, change, DoesNotApply, fault, type Check, type Finding } from './finding.ts';
import type { Setup } from './setup.ts';
import type { UserPool } from './user-pool.ts';

/** What the API takes for a tenant's id has at most as many characters. */
const LONGEST_TENANT = 64;

/** The attribute that says which tenant somebody belongs to: there, and out of its owner's reach. */
export function tenantChecks(pool: Pick<UserPool, 'describe' | 'apps'>, setup: Setup): Check[] {
  const attributes = () => {
    if (setup.tenantAttributes.length > 0) return setup.tenantAttributes;
    throw new DoesNotApply('MULTI_TENANT_ENABLED is 0');
  };
  return [
    {
      name: 'tenant/attribute',
      run: async () => {
        const names = attributes();
        const described = await pool.describe();
        return names.flatMap((name) => definition(name, described));
      },
    },
    {
      name: 'tenant/read_only',
      run: async () => {
        const names = attributes();
        return (await pool.apps()).flatMap((app) => writable(names, app));
      },
    },
  ];
}

function definition(name: string, { SchemaAttributes }: UserPoolType): Finding[] {
  const attribute = SchemaAttributes?.find(({ Name }) => Name === name);
  const own = name.replace(/^custom:/, '');
  const remedy = change({
    console: `Authentication > Sign-up > Custom attributes, add "${own}", String, 1 to ${LONGEST_TENANT}`,
    terraform: `a schema with name = "${own}", attribute_data_type = "String" and string_attribute_constraints of 1 to ${LONGEST_TENANT}`,
    cli: `add-custom-attributes --custom-attributes 'Name=${own},AttributeDataType=String,StringAttributeConstraints={MinLength=1,MaxLength=${LONGEST_TENANT}}'`,
  });
  const expected = `${name} is a String of at most ${LONGEST_TENANT} characters.`;
  if (attribute === undefined) return [fault(`The pool has no attribute ${name}.`, expected, remedy)];
  const { AttributeDataType: type, StringAttributeConstraints: limits } = attribute;
  const forGood = 'Attributes cannot be changed or removed';
  if (type !== 'String') {
    const another = `${forGood}: add another one of type String, and name it in COGNITO_TENANT_CLAIM.`;
    return [fault(`${name} is a ${type ?? 'value of unknown type'}.`, expected, another)];
  }
  const longest = Number(limits?.MaxLength ?? Infinity);
  if (longest === LONGEST_TENANT) return [];
  const found = Number.isFinite(longest)
    ? `${name} takes up to ${longest} characters.`
    : `${name} has no limit.`;
  const why =
    longest < LONGEST_TENANT
      ? 'Nobody can be invited to a tenant with a longer id.'
      : 'The API refuses a longer id all the same, so that nothing has to be done.';
  return [advice(found, expected, `${forGood}; in a new pool, max_length = "${LONGEST_TENANT}". ${why}`)];
}

function writable(names: readonly string[], app: UserPoolClientType): Finding[] {
  const written = app.WriteAttributes ?? [];
  const open = names.filter((name) => written.includes(name));
  if (written.length > 0 && open.length === 0) return [];
  const kept = written.filter((name) => !names.includes(name));
  const right = kept.length > 0 ? kept : ['name'];
  const unsaid =
    'has no list of attributes that it may write, which leaves what its users may write to Cognito: at least every standard attribute, the e-mail address included';
  const found = written.length === 0 ? unsaid : `may write ${open.join(', ')}`;
  return [
    fault(
      `The app client ${nameOf(app)} ${found}.`,
      `A list without ${names.join(', ')}: whoever may write it moves to another tenant with one call.`,
      changeOf(app, {
        console: `Attribute permissions, take away Write of ${names.join(', ')}`,
        terraform: `write_attributes = ${hclList(right)}`,
        options: `--write-attributes ${right.join(' ')}`,
      }),
    ),
  ];
}
