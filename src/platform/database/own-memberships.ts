import { Injectable } from '@nestjs/common';
import { TenantPool } from './tenant-pool.ts';

/** A tenant that the user is, or was, in. */
export interface OwnMembership {
  readonly tenantId: string;
  /** Of the tenant. */
  readonly name: string;
  readonly role: string;
  /** Of the membership: active, suspended or removed. */
  readonly status: string;
  /** active or suspended. */
  readonly tenantStatus: string;
  readonly since: Date;
}

const STATEMENT = {
  name: 'own-memberships',
  text: `SELECT m.tenant_id AS "tenantId", t.name, m.role, m.status, t.status AS "tenantStatus",
      m.created_at AS since
    FROM memberships m JOIN tenants t ON t.id = m.tenant_id
    WHERE m.issuer = $1 AND m.subject = $2 ORDER BY t.name, t.id`,
};

/** A user's own memberships in all tenants: the one thing to be read before a tenant is chosen. */
@Injectable()
export class OwnMemberships {
  constructor(private readonly pool: TenantPool) {}

  /** Ordered by the tenants' names. The policy `own_rows` shows these rows and none but these. */
  of({ issuer, subject }: { readonly issuer: string; readonly subject: string }): Promise<OwnMembership[]> {
    return this.pool.queryAs({ issuer, subject }, { ...STATEMENT, values: [issuer, subject] });
  }
}
