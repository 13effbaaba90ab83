import { Prisma } from '../platform/database/generated/client.ts';

interface TenantModel {
  /** Prisma's name for the compound primary key. */
  readonly key: string;
  /** Columns; whatever else stands in data is a nested write. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The models that PrismaService serves. A model that is not here is refused. */
export const TENANT_MODELS: Readonly<Record<string, TenantModel>> = {
  Membership: { key: 'tenantId_issuer_subject', fields: Prisma.MembershipScalarFieldEnum },
  Item: { key: 'tenantId_id', fields: Prisma.ItemScalarFieldEnum },
  ItemTerm: { key: 'tenantId_term_itemId', fields: Prisma.ItemTermScalarFieldEnum },
  AuditEntry: { key: 'tenantId_id', fields: Prisma.AuditEntryScalarFieldEnum },
  Alert: { key: 'tenantId_id', fields: Prisma.AlertScalarFieldEnum },
  AlertTerm: { key: 'tenantId_term_alertId', fields: Prisma.AlertTermScalarFieldEnum },
  AlertFeed: { key: 'tenantId', fields: Prisma.AlertFeedScalarFieldEnum },
  AlertEvent: { key: 'tenantId_id', fields: Prisma.AlertEventScalarFieldEnum },
  ApiKey: { key: 'tenantId_id', fields: Prisma.ApiKeyScalarFieldEnum },
  AlertChannel: { key: 'tenantId_id', fields: Prisma.AlertChannelScalarFieldEnum },
  Delivery: { key: 'tenantId_id', fields: Prisma.DeliveryScalarFieldEnum },
  IdempotencyKey: { key: 'tenantId_subject_route_key', fields: Prisma.IdempotencyKeyScalarFieldEnum },
};

type Values = Readonly<Record<string, unknown>>;

/** How each operation names the tenant. One that is not here is refused, as a new version of Prisma may add some. */
const OPERATIONS: Readonly<Record<string, (args: Values, scope: Scope) => Values>> = {
  findFirst: read,
  findFirstOrThrow: read,
  findMany: read,
  count: read,
  aggregate: read,
  groupBy: read,
  create: (args, scope) => ({ ...args, data: scope.created(args['data']) }),
  createMany: createMany,
  createManyAndReturn: createMany,
  update,
  updateMany: update,
  updateManyAndReturn: update,
  upsert: (args, scope) => ({
    ...args,
    where: scope.where(args['where']),
    create: scope.created(args['create']),
    update: scope.changed(args['update']),
  }),
  delete: (args, scope) => ({ ...args, where: scope.where(args['where']) }),
  deleteMany: (args, scope) => ({ ...args, where: scope.where(args['where']) }),
};

/**
 * The arguments of a Prisma operation with the tenant in them.
 *
 * @throws Error for a model or an operation that is not on the lists, for another tenant's id in them, for
 * `tenantId` in the data of a change, for nested writes, and for `undefined` in a filter (Prisma would drop
 * the condition and take all rows).
 */
export function scopeArguments(call: {
  readonly model: string;
  readonly operation: string;
  readonly args: unknown;
  readonly tenant: string;
}): Values {
  const model = Object.hasOwn(TENANT_MODELS, call.model) ? TENANT_MODELS[call.model] : undefined;
  if (!model) throw new Error(`PrismaService does not serve ${call.model}: it is no tenant's model.`);
  const rewrite = Object.hasOwn(OPERATIONS, call.operation) ? OPERATIONS[call.operation] : undefined;
  if (!rewrite) throw new Error(`PrismaService does not allow ${call.model}.${call.operation}.`);
  return rewrite((call.args ?? {}) as Values, new Scope(call.model, model, call.tenant));
}

function read(args: Values, scope: Scope): Values {
  const scoped = { ...args, where: scope.where(args['where']) };
  return args['cursor'] === undefined ? scoped : { ...scoped, cursor: scope.key(args['cursor']) };
}

function createMany(args: Values, scope: Scope): Values {
  const rows = args['data'];
  return { ...args, data: (Array.isArray(rows) ? rows : [rows]).map((row) => scope.created(row)) };
}

function update(args: Values, scope: Scope): Values {
  return { ...args, where: scope.where(args['where']), data: scope.changed(args['data']) };
}

class Scope {
  private readonly name: string;
  private readonly model: TenantModel;
  private readonly tenant: string;

  constructor(name: string, model: TenantModel, tenant: string) {
    this.name = name;
    this.model = model;
    this.tenant = tenant;
  }

  where(given: unknown): Values {
    return { ...this.key(given), tenantId: this.tenant };
  }

  /** A unique key or a filter, which may name no other tenant. */
  key(given: unknown): Values {
    const where = (given ?? {}) as Values;
    const compound = where[this.model.key] as Values | undefined;
    this.refuseUndefined(where);
    this.refuseOther(where['tenantId']);
    if (compound !== undefined) this.refuseOther(compound['tenantId']);
    return where;
  }

  created(given: unknown): Values {
    const data = given as Values;
    this.refuseNested(data);
    this.refuseOther(data['tenantId']);
    return { ...data, tenantId: this.tenant };
  }

  changed(given: unknown): Values {
    const data = given as Values;
    this.refuseNested(data);
    if (data['tenantId'] !== undefined) throw new Error(`The tenant of a ${this.name} cannot be changed.`);
    return data;
  }

  private refuseOther(tenantId: unknown): void {
    if (tenantId !== undefined && tenantId !== this.tenant) {
      throw new Error(`${this.name}: another tenant than the one of the request was named.`);
    }
  }

  private refuseUndefined(where: Values): void {
    const dropped = Object.keys(where).find((field) => where[field] === undefined);
    if (dropped !== undefined) throw new Error(`${this.name}: the filter ${dropped} is undefined.`);
  }

  private refuseNested(data: Values): void {
    const relation = Object.keys(data).find((field) => !Object.hasOwn(this.model.fields, field));
    if (relation !== undefined) throw new Error(`${this.name}: nested writes (${relation}) are not allowed.`);
  }
}
