import { invalidParameter } from '../errors.ts';

type Fields = Readonly<Record<string, unknown>>;

interface TextRule {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
}

/** The parameters of a call. Every fault is an InvalidParameterException that names the field, as AWS words it. */
export class Input {
  readonly #fields: Fields;
  readonly #path: string;

  constructor(fields: Fields, path = '') {
    this.#fields = fields;
    this.#path = path;
  }

  /** The same parameters with one of them set. */
  with(name: string, value: string): Input {
    return new Input({ ...this.#fields, [name]: value }, this.#path);
  }

  /** A required string. */
  text(name: string, rule: TextRule = {}): string {
    return this.optionalText(name, rule) ?? this.#missing(name);
  }

  optionalText(name: string, { min = 1, max = 131_072, pattern }: TextRule = {}): string | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw this.#fault(name, 'Member must be a string');
    if (value.length < min)
      throw this.#fault(name, `Member must have length greater than or equal to ${min}`);
    if (value.length > max) throw this.#fault(name, `Member must have length less than or equal to ${max}`);
    if (pattern && !pattern.test(value)) {
      throw this.#fault(name, `Member must satisfy regular expression pattern: ${pattern.source}`);
    }
    return value;
  }

  choice<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined)
      throw this.#fault(name, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
    return found;
  }

  integer(name: string, min: number, max: number): number | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value))
      throw this.#fault(name, 'Member must be an integer');
    if (value < min) throw this.#fault(name, `Member must have value greater than or equal to ${min}`);
    if (value > max) throw this.#fault(name, `Member must have value less than or equal to ${max}`);
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'boolean') throw this.#fault(name, 'Member must be a boolean');
    return value;
  }

  texts(name: string, rule: TextRule = {}): string[] | undefined {
    return this.#list(name)?.map((value, index) =>
      new Input({ [index]: value }, this.#at(name)).text(`${index}`, rule),
    );
  }

  choices<T extends string>(name: string, allowed: readonly T[]): T[] | undefined {
    return this.#list(name)?.map((value, index) => {
      const item = new Input({ [index]: value }, this.#at(name));
      return item.choice(`${index}`, allowed) ?? item.#missing(`${index}`);
    });
  }

  object(name: string): Input | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    return new Input(this.#fieldsOf(name, value), this.#at(name));
  }

  objects(name: string): Input[] | undefined {
    return this.#list(name)?.map((value, index) => {
      const path = `${name}.${index}`;
      return new Input(this.#fieldsOf(path, value), this.#at(path));
    });
  }

  /** A map of strings, such as AuthParameters. */
  map(name: string): ReadonlyMap<string, string> {
    const value = this.#get(name) ?? {};
    return new Map(
      Object.entries(this.#fieldsOf(name, value)).map(([key, item]) => {
        if (typeof item !== 'string') throw this.#fault(`${name}.${key}`, 'Member must be a string');
        return [key, item];
      }),
    );
  }

  #list(name: string): unknown[] | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.#fault(name, 'Member must be a list');
    return value;
  }

  /** JSON `null` is the same as absent, as in the service. */
  #get(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? (this.#fields[name] ?? undefined) : undefined;
  }

  #fieldsOf(name: string, value: unknown): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.#fault(name, 'Member must be a structure');
    }
    return Object.fromEntries(Object.entries(value));
  }

  #missing(name: string): never {
    throw this.#fault(name, 'Member must not be null');
  }

  #fault(name: string, constraint: string): Error {
    return invalidParameter(
      `1 validation error detected: Value at '${this.#at(name)}' failed to satisfy constraint: ${constraint}`,
    );
  }

  #at(name: string): string {
    const local = name.slice(0, 1).toLowerCase() + name.slice(1);
    return this.#path === '' ? local : `${this.#path}.${local}`;
  }
}
