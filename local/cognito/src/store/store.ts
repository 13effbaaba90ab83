import { resourceNotFound } from '../errors.ts';
import { randomText } from '../secrets.ts';
import type { Client, Pool, State } from './model.ts';
import { StateFile } from './state-file.ts';

/** All pools, and the file they are kept in when there is one. */
export class Store {
  readonly #state: State;
  #file: StateFile | undefined;

  private constructor(state: State, file: StateFile | undefined) {
    this.#state = state;
    this.#file = file;
  }

  static async open(path: string | undefined, log: (line: string) => void): Promise<Store> {
    const file = path === undefined ? undefined : new StateFile(path, log);
    const state = (await file?.load()) ?? { version: 1 as const, formKey: randomText(40), pools: new Map() };
    return new Store(state, file);
  }

  get pools(): Map<string, Pool> {
    return this.#state.pools;
  }

  get formKey(): string {
    return this.#state.formKey;
  }

  /** @throws ResourceNotFoundException */
  pool(id: string): Pool {
    const pool = this.pools.get(id);
    if (!pool) throw resourceNotFound(`User pool ${id} does not exist.`);
    return pool;
  }

  /** Client ids are unique over all pools. */
  findClient(id: string): { pool: Pool; client: Client } | undefined {
    for (const pool of this.pools.values()) {
      const client = pool.clients.get(id);
      if (client) return { pool, client };
    }
    return undefined;
  }

  /** @throws ResourceNotFoundException */
  client(id: string): { pool: Pool; client: Client } {
    const found = this.findClient(id);
    if (!found) throw resourceNotFound(`User pool client ${id} does not exist.`);
    return found;
  }

  /** @throws ResourceNotFoundException also when the client is another pool's. */
  clientOf(pool: Pool, id: string): Client {
    const client = pool.clients.get(id);
    if (!client) throw resourceNotFound(`User pool client ${id} does not exist.`);
    return client;
  }

  /** To be called after every change. */
  changed(): void {
    this.#file?.schedule(this.#state);
  }

  /** Saves a last time; a request that was cut off by the end of the server saves nothing more. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.flush(this.#state);
  }
}
