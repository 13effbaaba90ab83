'use client';
import { Kbd, Modal, Table } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ListKeys } from './use-list-keys';

/** The keys of a page with a list; `more` has those that are its own, each with what it does. */
export function KeysHelp({
  keys,
  more,
}: {
  keys: ListKeys;
  more: readonly (readonly [key: string, text: string])[];
}) {
  const t = useTranslations();
  const all = [
    ['j', t('keys.down')],
    ['k', t('keys.up')],
    ['Enter', t('keys.open')],
    ...more,
    ['/', t('keys.search')],
    ['Esc', t('keys.close')],
    ['?', t('keys.help')],
  ] as const;
  return (
    <Modal
      opened={keys.opened}
      onClose={keys.close}
      title={t('keys.title')}
      size="sm"
      centered
      closeButtonProps={{ 'aria-label': t('form.close') }}
    >
      <Table verticalSpacing={6} withRowBorders={false}>
        <Table.Tbody>
          {all.map(([key, text]) => (
            <Table.Tr key={key}>
              <Table.Td w={72}>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
