import { without, type Mutant } from './mutant.ts';

const AUDIT = ['test/audit/audit.e2e-spec.ts'];

/** Is it written down who changed an item, and does a file of them do no harm? */
export const ITEM_MUTANTS: readonly Mutant[] = [
  without(
    'A new item leaves no trace in the audit',
    'src/item/item-rows.ts',
    'audited AS (${audit})',
    'audited AS (SELECT)',
    AUDIT,
  ),
  without(
    'A change of an item leaves no trace in the audit',
    'src/item/item.service.ts',
    "await this.audit.record(db, { ...target('update', id), ...changes(before, after) });",
    '',
    AUDIT,
  ),
  without(
    'A spreadsheet calculates what somebody wrote',
    'src/platform/http/csv-text.ts',
    "return FORMULA.test(text) ? `'${text}` : text;",
    'return text;',
    ['test/item/export.e2e-spec.ts'],
  ),
];
