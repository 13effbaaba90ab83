/** A change of one file: `search` has to stand in it exactly once. */
export interface Edit {
  readonly file: string;
  readonly search: string;
  readonly replace: string;
}

/** The product without one of its controls, and the specs of which one has to notice. */
export interface Mutant {
  /** What is taken away, as a sentence: `The role is not checked`. */
  readonly control: string;
  /** Of the sources. */
  readonly edits?: readonly Edit[];
  /** Of the migrated database, as a superuser. */
  readonly sql?: string;
  readonly specs: readonly string[];
  /** Of the specs, only the tests whose names this pattern fits. */
  readonly tests?: string;
  /**
   * There are two locks on every row. `held`: with this one gone the specs have to stay green, for the other one holds
   * by itself.
   */
  readonly expect?: 'killed' | 'held';
}

/** One edit of one file, the usual case. */
export function without(
  control: string,
  file: string,
  search: string,
  replace: string,
  specs: readonly string[],
): Mutant {
  return { control, edits: [{ file, search, replace }], specs };
}
