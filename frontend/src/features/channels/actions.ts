'use server';
import { act } from '@/lib/act';
import { ifMatch } from '@/lib/if-match';
import type { Outcome } from '@/lib/problem';
import type { Channel, ChannelChange, ChannelWithSecret, Delivery, NewChannel } from './types';

type Shown = Pick<Channel, 'id' | 'version'>;

export async function createChannel(tenantId: string, body: NewChannel): Promise<Outcome<ChannelWithSecret>> {
  return act(tenantId, (api) => api.POST('/api/alert-channels', { body }));
}

export async function updateChannel(
  tenantId: string,
  { id, version }: Shown,
  body: ChannelChange,
): Promise<Outcome<Channel>> {
  return act(tenantId, (api) =>
    api.PATCH('/api/alert-channels/{id}', { params: { path: { id }, header: ifMatch(version) }, body }),
  );
}

export async function removeChannel(tenantId: string, { id, version }: Shown): Promise<Outcome<undefined>> {
  return act(tenantId, (api) =>
    api.DELETE('/api/alert-channels/{id}', { params: { path: { id }, header: ifMatch(version) } }),
  );
}

export async function rotateSecret(
  tenantId: string,
  { id, version }: Shown,
): Promise<Outcome<ChannelWithSecret>> {
  return act(tenantId, (api) =>
    api.POST('/api/alert-channels/{id}/rotate-secret', {
      params: { path: { id }, header: ifMatch(version) },
    }),
  );
}

export async function testChannel(tenantId: string, id: string): Promise<Outcome<Delivery>> {
  return act(tenantId, (api) => api.POST('/api/alert-channels/{id}/test', { params: { path: { id } } }));
}

export async function retryDelivery(
  tenantId: string,
  { id, channel_id }: Pick<Delivery, 'id' | 'channel_id'>,
): Promise<Outcome<Delivery>> {
  return act(tenantId, (api) =>
    api.POST('/api/alert-channels/{id}/deliveries/{delivery_id}/retry', {
      params: { path: { id: channel_id, delivery_id: id } },
    }),
  );
}
