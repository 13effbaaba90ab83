import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Tenant } from '../platform/database/generated/client.ts';
import { SystemPrisma } from '../platform/database/system-prisma.ts';
import { insertTenant, lockTenant, updateTenant } from '../platform/database/tenant-rows.ts';
import { CursorCodec } from '../platform/http/cursor.ts';
import { requireVersion, type ExpectedVersions } from '../platform/http/entity-tag.ts';
import type { PageQuery } from '../platform/http/page.dto.ts';
import { Invitations } from '../tenancy/invitations.ts';
import { MembershipService } from '../tenancy/membership.service.ts';
import { PrismaService, type ScopedTransaction } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { noSuchPlan, noSuchTenant, tenantExists } from './tenant-problems.ts';
import { TenantDto, type NewTenantDto, type TenantPageDto, type UpdateTenantDto } from './tenants.dto.ts';

/** Of whoever is given none; as the database has it. */
const DEFAULT_PLAN = 'standard';
const LIST = JSON.stringify(['tenants']);

/** All tenants, as those who run the platform see them. A change of one is done, and audited, within that tenant. */
@Injectable()
export class TenantsService {
  constructor(
    private readonly system: SystemPrisma,
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly invitations: Invitations,
    private readonly memberships: MembershipService,
    private readonly audit: AuditLog,
    private readonly cursors: CursorCodec,
  ) {}

  /** @throws {InvalidRequest} when the cursor belongs to another list */
  async list({ limit, cursor }: PageQuery): Promise<TenantPageDto> {
    const [after] = cursor === undefined ? [] : this.cursors.open(LIST, cursor);
    const found = await this.system.tenant.findMany({
      ...(after !== undefined && { where: { id: { gt: String(after) } } }),
      orderBy: { id: 'asc' },
      take: limit + 1,
    });
    const { rows, next_cursor } = this.cursors.page(LIST, found, limit, ({ id }) => [id]);
    return { data: rows.map((row) => TenantDto.from(row)), next_cursor };
  }

  /** @throws {NotFound} `tenant/not_found` */
  async get(id: string): Promise<TenantDto> {
    return TenantDto.from(found(await this.system.tenant.findUnique({ where: { id } })));
  }

  /**
   * The tenant and its first admin's membership are there together, or neither.
   * @throws {Conflict} `tenant/exists`, {InvalidRequest} for a plan that is none, and what an invitation throws
   */
  async create({
    tenant_id: id,
    name,
    admin_email: email,
    plan = DEFAULT_PLAN,
  }: NewTenantDto): Promise<TenantDto> {
    await this.requirePlan(plan);
    // Asked before anybody is written to; the insertion decides.
    if ((await this.system.tenant.findUnique({ where: { id } })) !== null) throw tenantExists();
    const insert = (db: ScopedTransaction) => this.insert(db, { name, plan });
    await this.within<unknown>(id, () =>
      email === undefined
        ? this.prisma.$transaction(insert)
        : this.invitations.invite({ email, role: 'admin' }, insert),
    );
    return this.get(id);
  }

  /**
   * @throws {NotFound} `tenant/not_found`, {PreconditionFailed} `resource/changed`
   * @throws {InvalidRequest} for a plan that is none
   */
  async update(id: string, dto: UpdateTenantDto, expected: ExpectedVersions): Promise<TenantDto> {
    if (dto.plan !== undefined) await this.requirePlan(dto.plan);
    const tenant = await this.within(id, () =>
      this.prisma.$transaction((db) => this.change(db, dto, expected)),
    );
    this.memberships.forgetTenant(id);
    return TenantDto.from(tenant);
  }

  /** Plans are few, and seldom go; one that goes in this moment is refused by the reference to it. */
  private async requirePlan(id: string): Promise<void> {
    if ((await this.system.plan.findUnique({ where: { id } })) === null) throw noSuchPlan();
  }

  private async insert(db: ScopedTransaction, fields: { name: string; plan: string }): Promise<void> {
    const tenant = await insertTenant(db, fields);
    if (tenant === undefined) throw tenantExists();
    const after = { name: tenant.name, status: tenant.status, plan: tenant.plan };
    await this.audit.record(db, { ...target('create', tenant.id), after });
  }

  private async change(
    db: ScopedTransaction,
    { name, status, plan }: UpdateTenantDto,
    expected: ExpectedVersions,
  ): Promise<Tenant> {
    const tenant = found(await lockTenant(db));
    requireVersion(expected, tenant.version);
    const after = {
      ...(name !== undefined && name !== tenant.name && { name }),
      ...(status !== undefined && status !== tenant.status && { status }),
      ...(plan !== undefined && plan !== tenant.plan && { plan }),
    };
    const fields = Object.keys(after) as (keyof typeof after)[];
    if (fields.length === 0) return tenant;
    const before = Object.fromEntries(fields.map((field) => [field, tenant[field]]));
    await this.audit.record(db, { ...target('update', tenant.id), before, after });
    return updateTenant(db, { name: tenant.name, status: tenant.status, plan: tenant.plan, ...after });
  }

  private within<T>(id: string, work: () => Promise<T>): Promise<T> {
    return this.tenants.run({ id, name: '', role: 'admin' }, work);
  }
}

function found(row: Tenant | null | undefined): Tenant {
  if (row === null || row === undefined) throw noSuchTenant();
  return row;
}

function target(action: 'create' | 'update', id: string) {
  return { action: `tenant.${action}`, targetType: 'tenant', targetId: id };
}
