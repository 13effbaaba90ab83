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
  return trimmed({ ...values, ...(values.type === 'email' ? { recipients } : { url }) });
}

/** What has been changed in the form, and nothing else: the rest may have been changed by somebody else since. */
export function changeOf(values: ChannelValues, were: ChannelValues): ChannelChange {
  const changed = Object.entries(trimmed(values)).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(were[field as keyof ChannelValues]),
  );
  return Object.fromEntries(changed);
}

function trimmed<Values extends NewChannel>(values: Values): Values {
  const { name, url } = values;
  return { ...values, name: name.trim(), ...(url !== undefined && { url: url.trim() }) };
}
