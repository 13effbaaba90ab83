import type { Folder } from '../recipe.ts';

const is = (status: string) => ({ [`it is ${status}`]: `body.status === '${status}'` });

export const ALERTS: Folder = {
  tag: 'Alerts',
  recipes: [
    { operation: 'alert_list', query: { limit: '5', status: 'open' } },
    { operation: 'alert_summarize' },
    { operation: 'alert_create', body: { dedup_key: 'postman-{{$guid}}' }, saves: { alert_id: 'body.id' } },
    { operation: 'alert_get' },
    {
      operation: 'alert_get',
      name: 'Read an alert that has not changed',
      headers: { 'If-None-Match': '{{alert_etag}}' },
      status: 304,
    },
    {
      operation: 'alert_update',
      body: { title: 'Pump 7 is running very hot' },
      headers: { 'If-Match': '{{alert_etag}}' },
    },
    { operation: 'alert_assign' },
    { operation: 'alertTimeline_comment' },
    {
      operation: 'alertTimeline_comments',
      checks: {
        'all are about this alert':
          "body.data.every((comment) => comment.alert_id === pm.environment.get('alert_id'))",
      },
    },
    {
      operation: 'alertTimeline_timeline',
      checks: { 'it begins with the report': "body.data[0].kind === 'created'" },
    },
    {
      operation: 'alert_acknowledge',
      saves: { acknowledged_alert_id: 'body.id' },
      checks: is('acknowledged'),
    },
    {
      operation: 'alert_acknowledge',
      name: 'Acknowledge an alert that is not open',
      path: { id: '{{acknowledged_alert_id}}' },
      status: 409,
      spends: ['acknowledged_alert_id'],
      checks: { 'its state is in the way': "body.code === 'alert/state'" },
    },
    { operation: 'alert_resolve', saves: { resolved_alert_id: 'body.id' }, checks: is('resolved') },
    {
      operation: 'alert_reopen',
      path: { id: '{{resolved_alert_id}}' },
      spends: ['resolved_alert_id'],
      checks: is('open'),
    },
    {
      operation: 'alertIngest_take',
      name: 'Send one alert',
      body: '{"title": "Pump 7 is running hot", "severity": "critical", "dedup_key": "postman-{{$guid}}"}',
      checks: { 'one is received': 'body.received === 1' },
    },
    {
      operation: 'alertIngest_take',
      name: 'Send several alerts',
      checks: { 'two are received': 'body.received === 2' },
    },
    {
      operation: 'alertIngest_take',
      name: "Send an alert with a key that is another tenant's",
      headers: { 'X-Tenant-Id': '{{other_tenant_id}}' },
      status: 403,
      checks: { 'it names another tenant': "body.code === 'tenant/mismatch'" },
    },
    { operation: 'alertIngest_takeNotification', without: ['body'] },
    {
      operation: 'alertStream_stream',
      caller: 'stream_token',
      headers: { 'Last-Event-ID': '0' },
      contentType: 'text/event-stream',
      spends: ['stream_token'],
      checks: { 'it gives alerts': String.raw`/^event: alert\.(created|updated)$/m.test(text)` },
      note: `A stream goes on until its token ends. In the local stack it is asked for with a token that lives for some
seconds, so that a run of the collection comes to its end; elsewhere Postman shows the events until you cancel.`,
    },
  ],
};
