import type { Problem } from '@/lib/problem';

/** The API's errors at the fields of a form; `tags.3` stands at `tags`. */
export function fieldErrors(problem: Problem): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field, message } of problem.errors) errors[field.split('.')[0] ?? field] ??= message;
  return errors;
}
