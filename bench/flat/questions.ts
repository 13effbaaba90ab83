import { ask, type Asker } from './stopwatch.ts';

/** The page that a reader gets to by going on and on. */
const FAR = 500;
const SORTS = ['created_at', '-created_at', 'name', '-name', 'updated_at', '-updated_at'];

/** Names that the limits of page 500 go by. */
export const FIRST_PAGE = 'page 1';
export const FAR_PAGE = `page ${FAR}`;
export const FIRST_PAGE_BY_NAME = 'page 1 by name';
export const FAR_PAGE_BY_NAME = `page ${FAR} by name`;

/**
 * What is asked of a tenant of any size, so that like is compared with like: words that one item and twenty items have,
 * however many there are, and such as half and a twentieth of them have.
 */
export async function askerOf(url: string, headers: Asker['headers']): Promise<Asker> {
  const far = (filter: string) => cursorOf(url, headers, filter);
  const queries = {
    // The sorts first: whatever is asked first after the searches pays for what they have left behind.
    ...Object.fromEntries(SORTS.map((sort) => [`page 1 by ${sort}`, `limit=20&sort=${sort}`])),
    [FIRST_PAGE]: 'limit=20',
    [FAR_PAGE]: `limit=20&cursor=${await far('')}`,
    [FAR_PAGE_BY_NAME]: `limit=20&sort=name&cursor=${await far('&sort=name')}`,
    'a word that one item has': 'limit=20&q=7777',
    'a word that twenty items have': 'limit=20&q=few',
    'that by name': 'limit=20&q=few&sort=name',
    'a word that half of the items have': 'limit=20&q=even',
    'that frequent word by name': 'limit=20&q=even&sort=name',
    'a frequent word and one that twenty have': 'limit=20&q=even+few',
    'a tag of 5 %': 'limit=20&tag=tag-6',
    'a frequent word and that tag': 'limit=20&q=even&tag=tag-6',
  };
  return { url, headers, queries };
}

/**
 * What does grow, for the reader: the one finds more rows in a larger tenant, and the other has to look at all rows of both
 * words to know that none has both (ADR 9).
 */
export const GROWING: Asker['queries'] = {
  'a word that one of a thousand items has': 'limit=20&q=rare',
  'two frequent words that never meet': 'limit=20&q=even+odd',
};

/** Of the far page; a cursor does not depend on the size of the pages that led to it. */
async function cursorOf(url: string, headers: Asker['headers'], filter: string): Promise<string> {
  let cursor = '';
  for (let left = (FAR - 1) * 20; left > 0; left -= 100) {
    const query = `limit=${Math.min(left, 100)}${filter}${cursor && `&cursor=${cursor}`}`;
    const page = await ask(`${url}/api/items?${query}`, headers);
    cursor = (JSON.parse(page) as { next_cursor: string }).next_cursor;
  }
  return cursor;
}
