import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { timingSafeEqual } from 'node:crypto';
import { Environment, type TenancySettings } from '../platform/config/environment.ts';
import type { ActiveTenant, ApiKeyIdentity } from '../platform/context/request-context.ts';
import { Prisma } from '../platform/database/generated/client.ts';
import { Unauthorized } from '../platform/http/problem.ts';
import type { ApiScope, ReadApiKey } from './api-key.ts';
import { otherTenantNamed, scopeMissing } from './machine-problems.ts';
import { PrismaService } from './prisma.service.ts';
import { RequestLimits } from './request-limits.ts';
import { sentApiKey } from './sent-api-key.ts';
import { SINGLE_TENANT } from './single-tenant.ts';
import { tenantsBesideKey } from './tenant-name.ts';
import { noAccess } from './tenant-problems.ts';
import { TenantStatements } from './tenant-statements.ts';
import { TenantService } from './tenant.service.ts';

/** The row that a key names, as it is at this moment by the database's clock. */
interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly keyHash: Uint8Array;
  readonly scopes: readonly string[];
  readonly isRevoked: boolean;
  readonly isExpired: boolean;
  /** Its last use was written down more than a minute ago. */
  readonly isToBeNoted: boolean;
  readonly tenantName: string;
  readonly tenantStatus: string;
}

/** Keys, and milliseconds, that it is remembered for that a key was good. */
const REMEMBERED = { max: 10_000, ttl: 3_000 };

/**
 * Machines, let in by a tenant's API key. The row is read for each request, by its index and without a cache: a key
 * that is revoked, or a tenant that is suspended, is refused by every instance from that moment on.
 */
@Injectable()
export class MachineAccess {
  private readonly settings: TenancySettings;
  /** Lets nobody in: whoever had a good key a moment ago is told sooner that its tenant has no requests left. */
  private readonly lately = new LRUCache<string, true>(REMEMBERED);

  constructor(
    { tenancy }: Environment,
    private readonly prisma: PrismaService,
    private readonly statements: TenantStatements,
    private readonly tenants: TenantService,
    private readonly limits: RequestLimits,
  ) {
    this.settings = tenancy;
  }

  /**
   * @throws {Unauthorized} the same for a key that is missing, malformed, unknown, wrong, expired or revoked
   * @throws {BadRequest} `tenant/invalid`; {Forbidden} `tenant/mismatch`, `tenant/forbidden`, `auth/scope`
   * @throws {TooManyRequests} `tenant/rate_limited`
   */
  async admit(
    request: Request,
    scope: ApiScope,
  ): Promise<{ readonly tenant: ActiveTenant; readonly apiKey: ApiKeyIdentity }> {
    const key = sentApiKey(request.rawHeaders);
    const name = key.hash.toString('base64');
    if (this.lately.has(name)) this.limits.refuseExhausted(key.tenantId);
    const row = await this.proven(key);
    this.requireNoOther(request, key);
    if (row.tenantStatus !== 'active') throw noAccess();
    if (!row.scopes.includes(scope)) throw scopeMissing(scope);
    this.lately.set(name, true);
    if (row.isToBeNoted) await this.noteUse(key, row);
    return {
      tenant: { id: key.tenantId, name: row.tenantName, role: 'member' },
      apiKey: { id: row.id, name: row.name },
    };
  }

  private async proven(key: ReadApiKey): Promise<KeyRow> {
    const { enabled } = this.settings;
    if (!enabled && key.tenantId !== SINGLE_TENANT.id) throw new Unauthorized('API key of another tenant');
    const row = await this.find(key);
    if (row === undefined) throw new Unauthorized('unknown API key');
    if (!timingSafeEqual(row.keyHash, key.hash)) throw new Unauthorized('wrong secret of an API key');
    if (row.isRevoked) throw new Unauthorized('revoked API key');
    if (row.isExpired) throw new Unauthorized('expired API key');
    return row;
  }

  /** A machine that is set up for another tenant must not work in this one unnoticed. */
  private requireNoOther(request: Request, { tenantId }: ReadApiKey): void {
    if (!this.settings.enabled) return;
    if (tenantsBesideKey(request, this.settings).some((name) => name !== tenantId)) throw otherTenantNamed();
  }

  private find({ tenantId, prefix }: ReadApiKey): Promise<KeyRow | undefined> {
    return this.within(tenantId, async () => {
      const [row] = await this.statements.query<KeyRow>(Prisma.sql`
        SELECT k.id, k.name, k.key_hash AS "keyHash", k.scopes, k.revoked_at IS NOT NULL AS "isRevoked",
          coalesce(k.expires_at <= now(), false) AS "isExpired",
          coalesce(k.last_used_at <= now() - interval '1 minute', true) AS "isToBeNoted",
          t.name AS "tenantName", t.status AS "tenantStatus"
        FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
        WHERE k.tenant_id = ${tenantId} AND k.prefix = ${prefix}`);
      return row;
    });
  }

  /** Of many requests at once one writes. */
  private async noteUse({ tenantId }: ReadApiKey, { id }: KeyRow): Promise<void> {
    await this.within(
      tenantId,
      () => this.prisma.$executeRaw`
        UPDATE api_keys SET last_used_at = now()
        WHERE tenant_id = ${tenantId} AND id = ${id}::uuid
          AND coalesce(last_used_at <= now() - interval '1 minute', true)`,
    );
  }

  /** No tenant has been established yet: the key names it, and its row proves it. */
  private within<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
    return this.tenants.prove(tenantId, work);
  }
}
