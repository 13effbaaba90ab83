'use client';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import type { Outcome } from '@/lib/problem';
import type { Membership } from '@/lib/types';
import { ConfirmDialog } from './confirm-dialog';
import { useAction } from './form/use-action';

/** A button that asks before it does what it says. */
export function ConfirmButton<Value>({
  tenant,
  label,
  title,
  text,
  danger = true,
  act,
  done,
  onDone,
}: {
  tenant: Pick<Membership, 'tenant_id' | 'name'>;
  label: string;
  title: string;
  text: string;
  /** Off: what it does can be taken back, or helps. */
  danger?: boolean;
  act: () => Promise<Outcome<Value>>;
  /** Said when it is done. */
  done: string;
  onDone?: (value: Value) => void;
}) {
  const [opened, { open, close }] = useDisclosure();
  const { run, busy, problem, forget } = useAction();
  const router = useRouter();
  const confirm = async () => {
    const outcome = await run(act, done);
    router.refresh();
    if (!outcome.ok) return;
    close();
    onDone?.(outcome.value);
  };
  return (
    <>
      <Button
        {...(danger ? { variant: 'light', color: 'red' } : { variant: 'default' })}
        onClick={() => {
          forget();
          open();
        }}
      >
        {label}
      </Button>
      <ConfirmDialog
        tenant={tenant}
        opened={opened}
        title={title}
        text={text}
        action={label}
        danger={danger}
        busy={busy}
        problem={problem}
        onConfirm={() => void confirm()}
        onClose={close}
      />
    </>
  );
}
