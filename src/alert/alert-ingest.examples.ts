import type { CreateAlertDto } from './alert.dto.ts';

const ALERT: CreateAlertDto = {
  title: 'Pump 7 is running hot',
  description: '94 °C at the bearing',
  severity: 'critical',
  dedup_key: 'pump-7-temperature',
  labels: { site: 'north', pump: '7' },
  item_id: null,
};

/** Bodies of `POST /api/alerts/ingest`. */
export const INGEST_EXAMPLES = {
  several: {
    summary: 'Several',
    value: { alerts: [ALERT, { title: 'Pump 8 was restarted', severity: 'info' }] },
  },
  one: { summary: 'One', value: ALERT },
};

/** Body of `POST /api/alerts/ingest/alertmanager`, as Alertmanager 0.25 sends it. */
export const ALERTMANAGER_EXAMPLE = {
  version: '4',
  groupKey: '{}:{alertname="PumpHot"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'tenantry',
  groupLabels: { alertname: 'PumpHot' },
  commonLabels: { alertname: 'PumpHot', severity: 'critical' },
  commonAnnotations: {},
  externalURL: 'http://alertmanager.example.com',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'PumpHot', severity: 'critical', pump: '7' },
      annotations: { summary: 'Pump 7 is running hot', description: '94 °C at the bearing' },
      startsAt: '2026-11-22T09:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example.com/graph?g0.expr=pump_celsius',
      fingerprint: '7c1f0a52e3b94d86',
    },
    {
      status: 'resolved',
      labels: { alertname: 'PumpHot', severity: 'critical', pump: '8' },
      annotations: { summary: 'Pump 8 is running hot' },
      startsAt: '2026-11-22T08:00:00Z',
      endsAt: '2026-11-22T08:55:00Z',
      generatorURL: 'http://prometheus.example.com/graph?g0.expr=pump_celsius',
      fingerprint: '19e2b7c04f6da853',
    },
  ],
};
