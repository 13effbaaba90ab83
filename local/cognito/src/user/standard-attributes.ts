import type { AttributeSchema } from '../store/pool-settings.ts';

const text = (name: string, maxLength = 2048): AttributeSchema => ({
  name,
  type: 'String',
  mutable: true,
  required: false,
  minLength: 0,
  maxLength,
});
const flag = (name: string): AttributeSchema => ({ name, type: 'Boolean', mutable: true, required: false });

/** The attributes every pool has (OpenID Connect Core, 5.1). */
export const STANDARD_ATTRIBUTES: readonly AttributeSchema[] = [
  { name: 'sub', type: 'String', mutable: false, required: true, minLength: 1, maxLength: 2048 },
  ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username'].map((n) =>
    text(n),
  ),
  ...['profile', 'picture', 'website', 'email'].map((n) => text(n)),
  flag('email_verified'),
  text('gender'),
  { ...text('birthdate', 10), minLength: 10 },
  text('zoneinfo'),
  text('locale'),
  text('phone_number'),
  flag('phone_number_verified'),
  text('address'),
  { name: 'updated_at', type: 'Number', mutable: true, required: false, minValue: 0 },
];

const NAMES = new Set(STANDARD_ATTRIBUTES.map(({ name }) => name));
const SET_BY_THE_SERVICE = new Set(['sub', 'email_verified', 'phone_number_verified']);

/** ReadAttributes left out: every standard attribute, the two `…_verified` and no custom one. */
export function isReadableByDefault(name: string): boolean {
  return NAMES.has(name);
}

/** WriteAttributes left out: the standard attributes, e-mail among them, but not what the service itself sets. */
export function isWritableByDefault(name: string): boolean {
  return NAMES.has(name) && !SET_BY_THE_SERVICE.has(name);
}

/** What the scope `profile` opens (OpenID Connect Core, 5.4), beside the custom attributes. */
export const PROFILE_ATTRIBUTES: ReadonlySet<string> = new Set([
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'updated_at',
  'address',
]);
