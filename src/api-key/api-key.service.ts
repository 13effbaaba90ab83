import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Principal } from '../platform/context/request-context.ts';
import type { ApiKey } from '../platform/database/generated/client.ts';
import { hashOfApiKey, makeApiKey } from '../tenancy/api-key.ts';
import { holdMembers } from '../tenancy/authority.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { ApiKeyList } from './api-key-list.ts';
import { MOST_KEYS, noSuchApiKey, tooManyApiKeys } from './api-key-problems.ts';
import {
  ApiKeyDto,
  type ApiKeyPageDto,
  type ApiKeyQuery,
  type CreateApiKeyDto,
  type IssuedApiKeyDto,
} from './api-key.dto.ts';

/** The keys by which machines work in the current tenant. How they are let in: `MachineAccess`. */
@Injectable()
export class ApiKeyService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: ApiKeyList,
    private readonly audit: AuditLog,
    private readonly tenants: TenantService,
  ) {}

  list(query: ApiKeyQuery): Promise<ApiKeyPageDto> {
    return this.pages.page(query);
  }

  /**
   * A key outlives whoever made it: that one has to be an admin still, and of two that come at once the second one
   * counts the first ({@link holdMembers}).
   *
   * @throws {Forbidden} `tenant/forbidden`, `tenant/role`; {Conflict} `api_key/too_many`
   */
  create({ name, scopes, expires_at }: CreateApiKeyDto, creator: Principal): Promise<IssuedApiKeyDto> {
    const { key, prefix } = makeApiKey(this.tenants.id);
    return this.prisma.$transaction(async (db) => {
      await holdMembers(db, 'admin');
      if ((await db.apiKey.count({ where: { revokedAt: null } })) >= MOST_KEYS) throw tooManyApiKeys();
      const row = await db.apiKey.create({
        data: {
          name,
          prefix,
          keyHash: hashOfApiKey(key),
          scopes,
          createdBySub: creator.subject,
          expiresAt: expires_at == null ? null : new Date(expires_at),
        },
      });
      await this.audit.record(db, { ...target('create', row), after: auditable(row) });
      return { ...ApiKeyDto.from(row), key };
    });
  }

  /** The row stays, for whoever asks later what it was. @throws {NotFound} `api_key/not_found`, a second time as well */
  async revoke(id: string): Promise<void> {
    await this.prisma.$transaction(async (db) => {
      const [row] = await db.apiKey.updateManyAndReturn({
        where: { id, revokedAt: null },
        data: { revokedAt: new Date() },
      });
      if (row === undefined) throw noSuchApiKey();
      const after = { revoked_at: ApiKeyDto.from(row).revoked_at };
      await this.audit.record(db, { ...target('revoke', row), before: { revoked_at: null }, after });
    });
  }
}

/** What the audit keeps of a key: never what would prove or open anything. */
function auditable(row: ApiKey) {
  const { name, prefix, scopes, expires_at } = ApiKeyDto.from(row);
  return { name, prefix, scopes, expires_at };
}

function target(action: 'create' | 'revoke', { id }: ApiKey) {
  return { action: `api_key.${action}`, targetType: 'api_key', targetId: id };
}
