import type { components } from './schema';

type Schemas = components['schemas'];

/** What the API answers, under the names that the pages use. */
export type Me = Schemas['MeDto'];
export type Membership = Schemas['MyTenantDto'];
export type Role = Membership['role'];
export type Item = Schemas['ItemDto'];
/** What people write of an item. */
export type ItemBody = Required<Schemas['CreateItemDto']>;
export type Alert = Schemas['AlertDto'];
export type Severity = Alert['severity'];
export type AlertStatus = Alert['status'];
export type AlertSummary = Schemas['AlertSummaryDto'];
export type AlertEvent = Schemas['AlertEventDto'];
export type Member = Schemas['MemberDto'];

export interface Page<Row> {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
}
