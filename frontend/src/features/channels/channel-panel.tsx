'use client';
import { Skeleton, Stack, Tabs } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { Membership, Page } from '@/lib/types';
import { ChannelSettings } from './channel-settings';
import { DeliveryLog } from './delivery-log';
import { TestButton } from './test-button';
import type { Channel, ChannelWithSecret, Delivery } from './types';

/** One channel: what went out by it, and how it is set up. */
export function ChannelPanel({
  tenant,
  channel,
  deliveries,
  onSecret,
  onDone,
}: {
  tenant: Membership;
  channel: Channel;
  /** `null` until they have been read. */
  deliveries: Page<Delivery> | null;
  onSecret: (channel: ChannelWithSecret) => void;
  onDone: () => void;
}) {
  const t = useTranslations('channels');
  return (
    <Tabs defaultValue="deliveries" keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="deliveries">{t('deliveries')}</Tabs.Tab>
        <Tabs.Tab value="settings">{t('settings')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="deliveries">
        <Stack gap="md">
          <TestButton tenant={tenant} channelId={channel.id} />
          {deliveries === null ? <Skeleton height={72} /> : <DeliveryLog tenant={tenant} page={deliveries} />}
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="settings">
        <ChannelSettings tenant={tenant} channel={channel} onSecret={onSecret} onDone={onDone} />
      </Tabs.Panel>
    </Tabs>
  );
}
