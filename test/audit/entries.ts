import type { Caller } from '../support/world.ts';

/** An entry as the API shows it. */
export interface Entry {
  readonly id: string;
  readonly at: string;
  readonly actor_sub: string;
  readonly action: string;
  readonly target_type: string;
  readonly target_id: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly request_id: string;
  readonly address: string;
}

/** The newest hundred, or those of them that a query asks for. */
export async function entriesFor(who: Caller, query = ''): Promise<readonly Entry[]> {
  const { body } = await who.get(`/api/audit?limit=100&${query}`).expect(200);
  return body.data as Entry[];
}
