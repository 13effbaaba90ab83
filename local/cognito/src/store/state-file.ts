import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isCode } from '../errors.ts';
import type { State } from './model.ts';

const SAVE_AFTER_MS = 50;

/**
 * The state in one file that survives a restart and a crash: written beside it and renamed into place, readable
 * by its owner alone (it holds private signing keys). Saves are gathered for {@link SAVE_AFTER_MS}.
 */
export class StateFile {
  readonly #path: string;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string, log: (line: string) => void) {
    this.#path = path;
    this.#log = log;
  }

  /** `undefined` when there is none yet. Throws when there is one that cannot be read: it is never overwritten. */
  async load(): Promise<State | undefined> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if (isCode(error, 'ENOENT')) return undefined;
      throw error;
    }
    const state = parse(text);
    if (!state)
      throw new Error(`${this.#path} is not a state file of this version: move it away to start anew`);
    return state;
  }

  schedule(state: State): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#write(state).catch((error: unknown) => this.#log(`state not saved: ${String(error)}`));
    }, SAVE_AFTER_MS);
  }

  /** Resolves when the file holds `state`. */
  async flush(state: State): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#write(state);
  }

  #write(state: State): Promise<void> {
    const next = this.#writing.then(async () => {
      const temporary = `${this.#path}.${process.pid}.tmp`;
      await mkdir(dirname(this.#path), { recursive: true });
      try {
        await writeFile(temporary, JSON.stringify(state, mapsAsEntries), { mode: 0o600 });
        await rename(temporary, this.#path);
      } finally {
        await rm(temporary, { force: true });
      }
    });
    // A failed save must not make the next one fail.
    this.#writing = next.catch(() => undefined);
    return next;
  }
}

function mapsAsEntries(_key: string, value: unknown): unknown {
  return value instanceof Map ? { '@entries': [...value] } : value;
}

function parse(text: string): State | undefined {
  try {
    const value: unknown = JSON.parse(text, (_key, item: unknown) =>
      isEntries(item) ? new Map(item['@entries']) : item,
    );
    return isState(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEntries(value: unknown): value is { '@entries': [unknown, unknown][] } {
  return (
    typeof value === 'object' && value !== null && '@entries' in value && Array.isArray(value['@entries'])
  );
}

function isState(value: unknown): value is State {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'pools' in value &&
    value.pools instanceof Map
  );
}
