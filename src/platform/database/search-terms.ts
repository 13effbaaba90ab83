import type { PrismaClient } from './generated/client.ts';

/**
 * The terms that an item must have for the words of `text`, as `ItemTerm.term` holds them: `word:lamp`. The
 * database cuts the words up, with the function that made the index. A tag's term is `tag:` and the tag.
 *
 * `{ AND: terms.map((term) => ({ terms: { some: { term } } })) }` finds the items that have them all. No terms,
 * as for `-- ?`, means that nothing was asked for.
 */
export async function wordTerms(prisma: Pick<PrismaClient, '$queryRaw'>, text: string): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ term: string }[]>`
    SELECT 'word:' || word AS term FROM unnest(search_words(${text})) AS word`;
  return rows.map(({ term }) => term);
}
