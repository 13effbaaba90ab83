import type { WebStage } from './web-stage.ts';

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly version: number;
}
export interface Items {
  readonly data: readonly Item[];
}

/** What a spec does on the page with the items, and sees there. */
export function itemsPage(stage: WebStage) {
  const rows = () => stage.page.locator('[data-row]');
  return {
    /** Signed in, at the list or at what `query` says of it. */
    open: async (name: string, query = ''): Promise<void> => {
      await stage.signIn(name, { path: `/items${query}` });
      await stage.page.getByRole('heading', { level: 1, name: /Items|アイテム/ }).waitFor();
      // The scripts have taken over, so keys are heard.
      await stage.page.locator('[data-live=true]').waitFor();
    },
    press: (name: string) => stage.page.getByRole('button', { name, exact: true }).click(),
    field: (label: string) =>
      stage.page
        .locator('input, textarea, select')
        .and(stage.page.getByLabel(new RegExp(`^${label}( \\*)?$`))),
    row: (name: string) => stage.page.getByRole('row').filter({ hasText: name }),
    rows,
    /** The name in the first row. */
    first: () => rows().first().innerText(),
    drawer: () => stage.page.getByRole('dialog'),
    sees: (text: string | RegExp) => stage.page.getByText(text).first().waitFor(),
    /** What the address says. */
    address: () => new URL(stage.page.url()).searchParams,
  };
}
