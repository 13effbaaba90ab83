'use client';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { UNANSWERED, type Outcome, type Problem } from '@/lib/problem';
import { useProblemText } from '../feedback/use-problem-text';

/**
 * Runs what changes something. A success says `done`; a refusal is in `problem` until the next try, for the form to
 * show, or is told as a notice where nothing on the page can (`quiet: false`).
 */
export function useAction({ quiet = true }: { quiet?: boolean } = {}) {
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function run<Value>(action: () => Promise<Outcome<Value>>, done?: string): Promise<Outcome<Value>> {
    setBusy(true);
    setProblem(null);
    const outcome = await action().catch((): Outcome<Value> => ({ ok: false, problem: UNANSWERED }));
    setBusy(false);
    if (outcome.ok) {
      if (done !== undefined) notifications.show({ message: done, color: 'teal', autoClose: 3_000 });
      return outcome;
    }
    setProblem(outcome.problem);
    if (!quiet) notifications.show({ message: text(outcome.problem), color: 'red', autoClose: 8_000 });
    return outcome;
  }
  return { run, busy, problem, forget: () => setProblem(null) };
}
