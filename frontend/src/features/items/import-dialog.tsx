'use client';
import { Alert, Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { ProblemNote } from '@/components/feedback/problem-note';
import { TenantAvatar } from '@/components/tenant-avatar';
import { useReturnFocus } from '@/components/use-return-focus';
import { DropZone } from './drop-zone';
import { ImportFaults } from './import-faults';
import { ImportRules } from './import-rules';
import { useItemsHere } from './items-here';
import { useImport } from './use-import';

/** A CSV file becomes items: what it must look like, its way to the server, and what came of it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const { tenant } = useItemsHere();
  const router = useRouter();
  const { state, send, cancel, reset } = useImport(tenant.tenant_id, () => router.refresh());
  useReturnFocus();
  const close = () => {
    cancel();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t('items.importTitle')}
      // A press beside the dialog must not end what is being sent.
      closeOnClickOutside={state.at !== 'sending'}
      closeButtonProps={{ 'aria-label': t('form.close') }}
    >
      <Stack gap="md">
        <Group gap="xs">
          <TenantAvatar tenant={tenant} size={22} />
          <Text size="sm">{tenant.name}</Text>
        </Group>
        {content()}
      </Stack>
    </Modal>
  );

  function content() {
    switch (state.at) {
      case 'choosing':
        return (
          <>
            <ImportRules />
            <DropZone onFile={send} />
            {state.refused !== undefined && (
              <Text size="sm" c="var(--mantine-color-error)" role="alert">
                {t(`items.${state.refused}`)}
              </Text>
            )}
          </>
        );
      case 'sending':
        return (
          <>
            <Text size="sm" role="status" className="long">
              {state.sent < 1 ? t('items.uploading', { name: state.name }) : t('items.working')}
            </Text>
            <Progress
              value={state.sent * 100}
              animated={state.sent === 1}
              aria-label={t('items.progress')}
              size="lg"
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={reset}>
                {t('form.cancel')}
              </Button>
            </Group>
          </>
        );
      case 'done':
        return (
          <>
            <Alert
              color="teal"
              variant="light"
              role="status"
              title={t('items.importedTitle', { count: state.imported })}
            >
              {t('items.importedNote')}
            </Alert>
            <Group justify="flex-end">
              <Button onClick={close}>{t('form.done')}</Button>
            </Group>
          </>
        );
      case 'refused':
        return (
          <>
            {state.problem.errors.length > 0 ? (
              <ImportFaults name={state.name} faults={state.problem.errors} />
            ) : (
              <ProblemNote problem={state.problem} />
            )}
            <DropZone onFile={send} />
          </>
        );
    }
  }
}
