import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller, World } from '../support/world.ts';
import { crew, kindsOf, raise } from './crew.ts';

let world: World;
let alice: Caller;

beforeAll(async () => {
  ({ world, alice } = await crew());
});
afterAll(() => world.close());

describe('What is said about it', () => {
  it('is in the comments and in the timeline, in its order', async () => {
    const { id } = await raise(alice);
    for (const body of ['one', 'two']) {
      const made = await alice.post(`/api/alerts/${id}/comments`).send({ body }).expect(201);
      expect(made.body).toMatchObject({
        body,
        alert_id: id,
        author_sub: world.subjects['alice@example.com'],
      });
    }
    await alice.post(`/api/alerts/${id}/resolve`).expect(200);
    const { body } = await alice.get(`/api/alerts/${id}/comments`).expect(200);
    expect(body.data.map((comment: { body: string }) => comment.body)).toEqual(['one', 'two']);
    expect(await kindsOf(alice, id)).toEqual(['created', 'commented', 'commented', 'resolved']);
    const first = await alice.get(`/api/alerts/${id}/timeline?limit=2`).expect(200);
    const rest = await alice
      .get(`/api/alerts/${id}/timeline?limit=2&cursor=${first.body.next_cursor}`)
      .expect(200);
    expect(rest.body.data.map(({ kind }: { kind: string }) => kind)).toEqual(['commented', 'resolved']);
    expect(rest.body.next_cursor).toBeNull();
    await alice.get(`/api/alerts/${id}/comments?cursor=${first.body.next_cursor}`).expect(400);
    // Nobody's edit fails because somebody spoke.
    expect((await alice.get(`/api/alerts/${id}`)).body.version).toBe(2);
  });

  it.each([{}, { body: '' }, { body: '  ' }, { body: 'x'.repeat(4_001) }, { body: 'x', author_sub: 'me' }])(
    'is refused as %j',
    async (sent) => {
      const { id } = await raise(alice);
      await alice.post(`/api/alerts/${id}/comments`).send(sent).expect(400);
    },
  );
});
