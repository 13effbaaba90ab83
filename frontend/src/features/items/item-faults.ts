import type { useTranslations } from 'next-intl';
import { fieldErrors } from '@/components/form/field-errors';
import type { Problem } from '@/lib/problem';
import type { AttributeRow, ItemValues } from './item-values';

type Translate = ReturnType<typeof useTranslations<never>>;
/** Messages by the paths of the form's fields, such as `attributes.2.value`. */
type Faults = Record<string, string>;

/** As the API has them. */
export const LIMITS = {
  name: 200,
  description: 4_000,
  tags: 20,
  tag: 50,
  attributes: 50,
  attributeName: 100,
  attributeValue: 1_000,
} as const;

/** What the API would refuse, told before it is asked. */
export function itemFaults({ name, description, tags, attributes }: ItemValues, t: Translate): Faults {
  const longTag = tags.find((tag) => isLonger(tag, LIMITS.tag));
  return {
    ...(isLonger(name, LIMITS.name) && { name: t('form.tooLong', { max: LIMITS.name }) }),
    ...(name.trim() === '' && { name: t('form.required') }),
    ...(isLonger(description, LIMITS.description) && {
      description: t('form.tooLong', { max: LIMITS.description }),
    }),
    ...(longTag !== undefined && { tags: t('items.tagTooLong', { tag: longTag, max: LIMITS.tag }) }),
    ...(tags.length > LIMITS.tags && { tags: t('items.tooManyTags', { max: LIMITS.tags }) }),
    ...Object.assign({}, ...attributes.map((_, at) => attributeFaults(attributes, at, t))),
  };
}

function attributeFaults(rows: readonly AttributeRow[], at: number, t: Translate): Faults {
  const { name = '', type, value = '' } = rows[at] ?? {};
  const isTwice = rows.slice(0, at).some((row) => row.name.trim() === name.trim());
  const faults: Faults = {};
  const [ofName, ofValue] = [`attributes.${at}.name`, `attributes.${at}.value`];
  if (name.trim() === '') faults[ofName] = t('form.required');
  else if (isLonger(name, LIMITS.attributeName))
    faults[ofName] = t('form.tooLong', { max: LIMITS.attributeName });
  else if (isTwice) faults[ofName] = t('items.attributeTwice');
  if (type === 'text' && isLonger(value, LIMITS.attributeValue))
    faults[ofValue] = t('form.tooLong', { max: LIMITS.attributeValue });
  if (type === 'number' && (value.trim() === '' || !Number.isFinite(Number(value))))
    faults[ofValue] = t('items.notANumber');
  return faults;
}

/** What the API alone has found, at its fields; `attributes.serial` at the row of that name. */
export function refusedFields(problem: Problem, { attributes }: ItemValues): Faults {
  const faults = fieldErrors(problem);
  for (const { field, message } of problem.errors) {
    const at = attributes.findIndex(({ name }) => field === `attributes.${name.trim()}`);
    if (at === -1) continue;
    faults[`attributes.${at}.name`] = message;
    delete faults['attributes'];
  }
  return faults;
}

/** Counted as the API and people do: an emoji is one. */
function isLonger(text: string, most: number): boolean {
  return [...text].length > most;
}
