'use client';
import { useForm } from '@mantine/form';
import { useRouter } from 'next/navigation';
import type { Outcome } from '@/lib/problem';
import { fieldErrors } from './field-errors';
import { useAction } from './use-action';
import { useUnsavedGuard } from './use-unsaved-guard';

/**
 * A form that the API checks: what it refuses stands at its field, and nothing typed is lost.
 * @param rules the sentence that says what is right, for fields where the API's own is too short to help
 */
export function useApiForm<Values extends Record<string, unknown>>(
  initialValues: Values,
  rules: Readonly<Partial<Record<string, string>>> = {},
) {
  const form = useForm<Values>({ mode: 'controlled', initialValues });
  const { run, busy, problem } = useAction();
  const router = useRouter();
  useUnsavedGuard(form.isDirty());

  async function save<Value>(action: () => Promise<Outcome<Value>>, done?: string): Promise<Outcome<Value>> {
    form.clearErrors();
    const outcome = await run(action, done);
    if (outcome.ok) form.resetDirty();
    else mark(fieldErrors(outcome.problem));
    // What stood in the way may be what somebody else has changed: then that is shown as well.
    router.refresh();
    return outcome;
  }

  function mark(refused: Record<string, string>): void {
    const errors = Object.entries(refused).map(
      ([field, message]) => [field, rules[field] ?? message] as const,
    );
    form.setErrors(Object.fromEntries(errors));
    const first = errors[0];
    if (first !== undefined) form.getInputNode(first[0])?.focus();
  }
  return { form, save, busy, problem };
}
