/** The parameters of a page's address, as Next gives them. */
export type SearchParams = Promise<Readonly<Record<string, string | string[] | undefined>>>;

/** The first value of a parameter; absent where it is empty. */
export function one(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value) || undefined;
}

/** Those values that are known: an address that somebody has changed by hand still shows a list. */
export function some<Known extends string>(
  value: string | string[] | undefined,
  known: readonly Known[],
): Known[] | undefined {
  const values = [value ?? []].flat();
  const chosen = known.filter((each) => values.includes(each));
  return chosen.length === 0 ? undefined : chosen;
}

export function oneOf<Known extends string>(
  value: string | string[] | undefined,
  known: readonly Known[],
): Known | undefined {
  return some(value, known)?.[0];
}
