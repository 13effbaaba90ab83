import 'server-only';
import { cache } from 'react';
import { read } from './read';

/** How many alerts there are, and have been in the last seven days; one reading for the page and its navigation. */
export const readAlertSummary = cache((tenantId: string) =>
  read(tenantId, (api) => api.GET('/api/alerts/summary')),
);
