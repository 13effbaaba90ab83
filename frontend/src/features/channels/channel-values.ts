import type { Channel, ChannelChange, NewChannel } from './types';

/** What stands in the form. */
export type ChannelValues = Required<NewChannel>;

export const NEW_CHANNEL: ChannelValues = {
  name: '',
  type: 'webhook',
  url: '',
  recipients: [],
  min_severity: 'warning',
  enabled: true,
};

/** Of Slack the address is a secret: what is shown of it is no address, and an empty field keeps it. */
export function valuesOf({ name, type, url, recipients, min_severity, enabled }: Channel): ChannelValues {
  return { name, type, url: type === 'slack' ? '' : (url ?? ''), recipients, min_severity, enabled };
}

export function newChannelOf({ url, recipients, ...values }: ChannelValues): NewChannel {
  return {
    ...common(values),
    type: values.type,
    ...(values.type === 'email' ? { recipients } : { url: url.trim() }),
  };
}

/** What is to be changed; the address only where there is another one. */
export function changeOf({ url, recipients, ...values }: ChannelValues, channel: Channel): ChannelChange {
  if (channel.type === 'email') return { ...common(values), recipients };
  const isKept = url.trim() === valuesOf(channel).url;
  return { ...common(values), ...(!isKept && { url: url.trim() }) };
}

function common({ name, min_severity, enabled }: Pick<ChannelValues, 'name' | 'min_severity' | 'enabled'>) {
  return { name: name.trim(), min_severity, enabled };
}
