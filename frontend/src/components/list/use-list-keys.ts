'use client';
import { useDisclosure, useWindowEvent } from '@mantine/hooks';

/** Called with the id of the row that has the focus, as `ListRow` was given it; `null` where none has. */
type PressKey = (rowId: string | null) => void;

const TEXT_FIELD =
  'textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=button])';
/** A drawer, a dialog or a menu has keys of its own, Escape among them. */
const IN_FRONT = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';

/**
 * The keys of a page with a list: j and k move through its rows, / leads to the search, ? shows the keys. Enter opens
 * the row that has the focus, for its name is a button.
 * @param keys what the page has besides, by `KeyboardEvent.key`
 * @returns what `KeysHelp` needs
 */
export function useListKeys(keys: Readonly<Record<string, PressKey>>) {
  const [opened, { open, close }] = useDisclosure(false);
  const all: Readonly<Record<string, PressKey>> = {
    j: () => move(1),
    k: () => move(-1),
    '/': () => document.querySelector<HTMLElement>('[data-search]')?.focus(),
    '?': open,
    ...keys,
  };
  useWindowEvent('keydown', (event) => {
    const { target, key } = event;
    const isMeantOtherwise =
      event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey;
    if (isMeantOtherwise || !Object.hasOwn(all, key)) return;
    if (target instanceof Element && target.closest(TEXT_FIELD) !== null) return;
    // The list of a closed select stays on the page, unseen.
    if ([...document.querySelectorAll(IN_FRONT)].some((each) => each.checkVisibility())) return;
    event.preventDefault();
    all[key]?.(focusedRow()?.dataset['row'] ?? null);
  });
  return { opened, open, close };
}

export type ListKeys = ReturnType<typeof useListKeys>;

function focusedRow(): HTMLElement | null {
  return document.activeElement?.closest('.row')?.querySelector<HTMLElement>('[data-row]') ?? null;
}

function move(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const focused = focusedRow();
  const at = focused === null ? (step === 1 ? -1 : 0) : rows.indexOf(focused);
  rows[Math.max(0, at + step)]?.focus();
}
