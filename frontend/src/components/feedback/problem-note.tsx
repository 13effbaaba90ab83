'use client';
import { Alert, Anchor, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { usePathname, useSearchParams } from 'next/navigation';
import { SESSION_ENDED, type Problem } from '@/lib/problem';
import { CopyId } from '../copy-id';
import { useProblemText } from './use-problem-text';

/** What went wrong and what to do, where it went wrong. What was typed stays beside it. */
export function ProblemNote({ problem }: { problem: Problem }) {
  const t = useTranslations('problem');
  const text = useProblemText();
  const here = `${usePathname()}?${useSearchParams()}`;
  const ended = problem.code === SESSION_ENDED || problem.status === 401;
  return (
    <Alert color="red" role="alert" variant="light">
      <Text size="sm" className="long">
        {text(problem)}
      </Text>
      {ended && (
        // In a window of its own: what was typed here can be sent again afterwards.
        <Anchor href={`/sign-in?callbackUrl=${encodeURIComponent(here)}`} target="_blank" size="sm">
          {t('signInAgain')}
        </Anchor>
      )}
      {/* What is wrong with a field is for whoever typed it alone. */}
      {problem.requestId !== null && problem.errors.length === 0 && (
        <CopyId id={problem.requestId} label={t('copy')} />
      )}
    </Alert>
  );
}
