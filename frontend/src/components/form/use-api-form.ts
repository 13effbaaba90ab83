'use client';
import { useForm } from '@mantine/form';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Outcome, Problem } from '@/lib/problem';
import { useProblemText } from '../feedback/use-problem-text';
import { fieldErrors } from './field-errors';
import { useAction } from './use-action';
import { useUnsavedGuard } from './use-unsaved-guard';

interface Sentences {
  /** What is right, for a field where the API's own message is too short to help. */
  readonly rules?: Readonly<Partial<Record<string, string | ((message: string) => string)>>>;
  /** The field that a refusal as a whole belongs to, by the code of the refusal. */
  readonly fields?: Readonly<Partial<Record<string, string>>>;
}

/** A form that the API checks: what it refuses stands at its field, and nothing typed is lost. */
export function useApiForm<Values extends Record<string, unknown>>(
  initialValues: Values,
  { rules = {}, fields = {} }: Sentences = {},
) {
  const form = useForm<Values>({ mode: 'controlled', initialValues });
  const text = useProblemText();
  const { run, busy } = useAction();
  const [problem, setProblem] = useState<Problem | null>(null);
  const router = useRouter();
  useUnsavedGuard(form.isDirty());

  async function save<Value>(action: () => Promise<Outcome<Value>>, done?: string): Promise<Outcome<Value>> {
    form.clearErrors();
    setProblem(null);
    const outcome = await run(action, done);
    if (outcome.ok) form.resetDirty();
    else refuse(outcome.problem);
    // What stood in the way may be what somebody else has changed: then that is shown as well.
    router.refresh();
    return outcome;
  }

  function refuse(refusal: Problem): void {
    const field = fields[refusal.code];
    if (field !== undefined) return mark([[field, text(refusal)]]);
    setProblem(refusal);
    mark(
      Object.entries(fieldErrors(refusal)).map(([name, message]) => {
        const rule = rules[name] ?? message;
        return [name, typeof rule === 'string' ? rule : rule(message)];
      }),
    );
  }

  function mark(errors: readonly (readonly [field: string, sentence: string])[]): void {
    form.setErrors(Object.fromEntries(errors));
    const first = errors[0];
    if (first !== undefined) form.getInputNode(first[0])?.focus();
  }
  return { form, save, busy, problem };
}
