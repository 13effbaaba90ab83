import { Injectable } from '@nestjs/common';
import { COLUMN_TYPES } from '../platform/database/column-types.ts';
import type { Prisma } from '../platform/database/generated/client.ts';
import { statementNames } from '../platform/database/statement-names.ts';
import { TenantPool } from '../platform/database/tenant-pool.ts';
import { TenantService } from './tenant.service.ts';

/**
 * Statements of the few hottest paths, prepared once on each connection and without Prisma's engine in between, which
 * costs more than all the rest of such a request (ADR 20). Under both locks all the same: the connection says which tenant
 * it is, and a statement that does not name that tenant by itself is refused. Everything else uses PrismaService.
 */
@Injectable()
export class TenantStatements {
  private readonly nameOf = statementNames();

  constructor(
    private readonly pool: TenantPool,
    private readonly tenants: TenantService,
  ) {}

  /**
   * @param statement names the tenant's id as one of its values
   * @returns its rows, typed as Prisma types them
   * @throws {Error} without a tenant, and for a statement that does not name it
   */
  async query<Row>({ text, values }: Prisma.Sql): Promise<Row[]> {
    if (!values.includes(this.tenants.id)) throw new Error('A statement has to name the tenant itself.');
    const name = this.nameOf({ sql: text });
    const { rows } = await this.pool.query({ name, text, values, types: COLUMN_TYPES });
    return rows as Row[];
  }
}
