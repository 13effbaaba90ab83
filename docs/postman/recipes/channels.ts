import type { Folder } from '../recipe.ts';

export const CHANNELS: Folder = {
  tag: 'Channels',
  recipes: [
    { operation: 'channel_list' },
    {
      operation: 'channel_create',
      body: { name: 'On call {{$guid}}', url: '{{webhook_url}}' },
      saves: { channel_id: 'body.id' },
      checks: { 'the secret is shown this once': "body.secret.startsWith('whsec_')" },
    },
    { operation: 'channel_get' },
    {
      operation: 'channel_get',
      name: 'Read a channel that has not changed',
      headers: { 'If-None-Match': '{{channel_etag}}' },
      status: 304,
    },
    { operation: 'channel_update', body: '{"min_severity": "critical"}' },
    { operation: 'channel_rotateSecret' },
    {
      operation: 'delivery_test',
      saves: { delivery_id: 'body.id' },
      note: 'The receiver in the environment answers 404, so that there is a delivery to try again.',
      checks: { 'it says what the receiver said': "body.status === 'dead' && body.last_error !== null" },
    },
    {
      operation: 'delivery_list',
      checks: {
        'all go out by this channel':
          "body.data.every((each) => each.channel_id === pm.environment.get('channel_id'))",
      },
    },
    { operation: 'delivery_retry', spends: ['delivery_id'] },
    { operation: 'channel_remove', spends: ['channel_id', 'delivery_id'], last: true },
  ],
};

export const OPERATION: Folder = {
  tag: 'Operation',
  recipes: [
    { operation: 'health_live' },
    { operation: 'health_ready' },
    { operation: 'metrics_text', checks: { 'there are metrics': String.raw`/^# TYPE \S+/m.test(text)` } },
  ],
};
