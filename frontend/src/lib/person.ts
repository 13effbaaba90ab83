/** Who a `sub` is, or was. */
export interface Person {
  readonly sub: string;
  readonly name: string;
  /** Whether work may be given to them. */
  readonly active: boolean;
}

/** Absent where somebody is not among them, as after they have left a very large tenant. */
export function nameOf(people: readonly Person[], sub: unknown): string | undefined {
  return people.find((person) => person.sub === sub)?.name;
}
