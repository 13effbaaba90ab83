/** What the API answers, as far as the pages show it. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
}

export type Role = 'admin' | 'member' | 'viewer';

export interface Tenant {
  readonly tenant_id: string;
  readonly name: string;
  readonly role: Role;
}

export interface Me {
  readonly sub: string;
  readonly username: string;
  readonly email: string | null;
  readonly tenants: readonly Tenant[];
}

export const SEVERITIES = ['critical', 'warning', 'info'] as const;
export const STATUSES = ['open', 'acknowledged', 'resolved'] as const;

export interface Alert {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly severity: (typeof SEVERITIES)[number];
  readonly status: (typeof STATUSES)[number];
  readonly source: string;
  readonly occurrences: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly version: number;
  readonly created_at: string;
  readonly last_seen_at: string;
}
