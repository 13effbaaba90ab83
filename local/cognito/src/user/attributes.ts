import { invalidParameter, notAuthorized } from '../errors.ts';
import type { Client, Pool, User } from '../store/model.ts';
import type { AttributeSchema } from '../store/pool-settings.ts';
import { isReadableByDefault, isWritableByDefault } from './standard-attributes.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface NameAndValue {
  readonly Name: string;
  readonly Value: string;
}

/** `sub` first, then what is stored. */
export function allAttributes(user: User): Record<string, string> {
  return { sub: user.sub, ...user.attributes };
}

export function attributeList(attributes: Attributes): NameAndValue[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

export function canRead(client: Client, name: string): boolean {
  return name === 'sub' || (client.readAttributes?.includes(name) ?? isReadableByDefault(name));
}

function canWrite(client: Client, name: string): boolean {
  return client.writeAttributes?.includes(name) ?? isWritableByDefault(name);
}

export function readableAttributes(client: Client, user: User): Record<string, string> {
  return Object.fromEntries(Object.entries(allAttributes(user)).filter(([name]) => canRead(client, name)));
}

/** @throws NotAuthorizedException when a user, through this client, may not set one of them */
export function assertWritable(client: Client, names: readonly string[]): void {
  if (!names.every((name) => canWrite(client, name))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
}

/**
 * Checks names, types and lengths against the pool's schema. An empty value is always allowed: it deletes.
 * @throws InvalidParameterException
 */
export function assertConforms(pool: Pool, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const schema = schemaOf(pool, name);
    if (value !== '') assertValue(schema, value);
  }
}

/** @throws InvalidParameterException for an attribute that can only be set when the user is created */
export function assertMutable(pool: Pool, names: readonly string[]): void {
  for (const name of names) {
    if (!schemaOf(pool, name).mutable) {
      throw invalidParameter(`user.${name}: Attribute cannot be updated.`);
    }
  }
}

export function without<T extends object>(record: T, name: keyof T): T {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name)) as T;
}

/** Sets what has a value, deletes what is blank. */
export function applyAttributes(user: User, attributes: Attributes, now: number): void {
  const all = Object.entries({ ...user.attributes, ...attributes });
  user.attributes = Object.fromEntries(all.filter(([, value]) => value !== ''));
  user.modifiedAt = now;
}

export function missingRequired(pool: Pool, attributes: Attributes): string[] {
  return pool.settings.schema
    .filter(({ name, required }) => required && name !== 'sub' && (attributes[name] ?? '') === '')
    .map(({ name }) => name);
}

function schemaOf(pool: Pool, name: string): AttributeSchema {
  const schema = pool.settings.schema.find((candidate) => candidate.name === name);
  if (!schema) {
    throw invalidParameter(
      `Attributes did not conform to the schema: Type for attribute {${name}} could not be determined`,
    );
  }
  return schema;
}

const FORMATS: Readonly<Record<string, { pattern: RegExp; message: string }>> = {
  email: { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/u, message: 'Invalid email address format.' },
  phone_number: { pattern: /^\+[1-9]\d{1,14}$/, message: 'Invalid phone number format.' },
};

function assertValue(schema: AttributeSchema, value: string): void {
  const format = FORMATS[schema.name];
  if (format && !format.pattern.test(value)) throw invalidParameter(format.message);
  const fault = valueFault(schema, value);
  if (fault !== undefined) {
    throw invalidParameter(`Attributes did not conform to the schema: ${schema.name}: ${fault}`);
  }
}

function valueFault(schema: AttributeSchema, value: string): string | undefined {
  if (schema.type === 'Boolean' && value !== 'true' && value !== 'false') return 'must be true or false';
  if (schema.type === 'Number' || schema.type === 'DateTime') {
    const number = Number(value);
    if (!Number.isFinite(number)) return 'must be a number';
    if (number < (schema.minValue ?? -Infinity)) return `must be at least ${schema.minValue}`;
    if (number > (schema.maxValue ?? Infinity)) return `must be at most ${schema.maxValue}`;
  }
  if (schema.type === 'String') {
    if (value.length < (schema.minLength ?? 0))
      return `String must be at least ${schema.minLength} characters long`;
    if (value.length > (schema.maxLength ?? 2048))
      return `String must be at most ${schema.maxLength} characters long`;
  }
  return undefined;
}

export function isEmail(value: string): boolean {
  return FORMATS['email']?.pattern.test(value) === true && value.length <= 320;
}
