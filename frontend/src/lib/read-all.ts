import 'server-only';
import type { Page } from './types';

const PAGES = 5;

/**
 * The rows of the first pages of a list together: for what is shown whole, such as the people to choose from.
 * @param page reads one page of at most 100 rows
 */
export async function readAll<Row>(
  page: (query: { limit: number; cursor?: string }) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (let count = 0; count < PAGES; count++) {
    const next: Page<Row> = await page({ limit: 100, ...(cursor !== null && { cursor }) });
    rows.push(...next.data);
    cursor = next.next_cursor;
    if (cursor === null) break;
  }
  return rows;
}
