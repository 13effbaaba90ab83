import type { CreateChannelDto, UpdateChannelDto } from './channel.dto.ts';

/** Requests for the documentation: which fields go together depends on the type. */
export const CREATE_EXAMPLES: Readonly<Record<string, { readonly value: CreateChannelDto }>> = {
  webhook: {
    value: {
      name: 'On call',
      type: 'webhook',
      url: 'https://hooks.example.com/alerts',
      min_severity: 'warning',
    },
  },
  slack: {
    value: { name: '#alerts', type: 'slack', url: 'https://hooks.slack.com/services/T000/B000/XXXX' },
  },
  email: {
    value: {
      name: 'Plant managers',
      type: 'email',
      recipients: ['plant@example.com'],
      min_severity: 'critical',
    },
  },
};

export const UPDATE_EXAMPLES: Readonly<Record<string, { readonly value: UpdateChannelDto }>> = {
  severity: { value: { min_severity: 'critical', enabled: true } },
};
