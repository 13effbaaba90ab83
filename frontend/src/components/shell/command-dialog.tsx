'use client';
import { Combobox, Group, Modal, ScrollArea, TextInput, useCombobox } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { Me, Membership } from '@/lib/types';
import { Icon } from '../icons';
import { useCommands } from './use-commands';
import { useTenantSwitch } from './use-tenant-switch';

export function CommandDialog({
  me,
  tenant,
  onClose,
}: {
  me: Me;
  tenant: Membership | null;
  onClose: () => void;
}) {
  const t = useTranslations();
  const router = useRouter();
  const { switchTo } = useTenantSwitch();
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({ opened: true });
  const groups = useCommands(me, tenant, typed);
  const { selectFirstOption } = combobox;
  // What Enter takes: the first of those that are left, once they are drawn.
  useEffect(() => {
    const drawn = requestAnimationFrame(selectFirstOption);
    return () => cancelAnimationFrame(drawn);
  }, [typed, selectFirstOption]);

  const run = (id: string) => {
    const command = groups.flatMap(({ commands }) => commands).find((each) => each.id === id);
    if (command === undefined) return;
    onClose();
    if ('href' in command) router.push(command.href);
    else switchTo(command.tenantId);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      aria-label={t('palette.open')}
      yOffset="12vh"
    >
      <Combobox store={combobox} onOptionSubmit={run} withinPortal={false}>
        <Combobox.EventsTarget>
          <TextInput
            data-autofocus
            variant="unstyled"
            size="md"
            px="sm"
            aria-label={t('palette.open')}
            placeholder={t('palette.placeholder')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <ScrollArea.Autosize mah={380} type="auto" className="palette">
          <Combobox.Options p="xs">
            {groups.length === 0 && <Combobox.Empty>{t('palette.nothing')}</Combobox.Empty>}
            {groups.map(({ label, commands }) => (
              <Combobox.Group key={label} label={label}>
                {commands.map(({ id, icon, text }) => (
                  <Combobox.Option key={id} value={id}>
                    <Group gap="sm">
                      <Icon name={icon} size={16} />
                      {text}
                    </Group>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
          </Combobox.Options>
        </ScrollArea.Autosize>
      </Combobox>
    </Modal>
  );
}
