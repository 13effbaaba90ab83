/** `note`: it breaks nobody who reads as one should, and is worth a look. */
export type Kind = 'breaking' | 'note' | 'addition';

export interface Change {
  readonly kind: Kind;
  /** `GET /api/items, response 200, data[].name` */
  readonly where: string;
  readonly what: string;
}

/** Which way a value goes: what may be sent must not become less, what is received must not become more. */
export type Direction = 'request' | 'response';

export function change(kind: Kind, where: string, what: string): Change {
  return { kind, where, what };
}

/** Of two sets: what is only in the first, and what is only in the second. */
export function difference<T>(before: Iterable<T>, after: Iterable<T>): { gone: T[]; fresh: T[] } {
  const [was, is] = [new Set(before), new Set(after)];
  return { gone: [...was].filter((each) => !is.has(each)), fresh: [...is].filter((each) => !was.has(each)) };
}
