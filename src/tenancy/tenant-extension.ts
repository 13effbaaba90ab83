import { Prisma, type PrismaClient } from '../platform/database/generated/client.ts';
import { scopeArguments, TENANT_MODELS } from './tenant-arguments.ts';

/** Statements the service writes itself: no filter can be added, row-level security alone holds them. */
const RAW_OPERATIONS = new Set(['$queryRaw', '$executeRaw']);

/** The only delegate members that the replacement of `findUnique` needs. */
interface Finder {
  findFirst(args: unknown): unknown;
  findFirstOrThrow(args: unknown): unknown;
}

/**
 * The first of the two locks: every operation on a tenant's model names the tenant, and what cannot be made
 * to name it is refused. It does not see nested operations as such (prisma/orm#23720): row-level security does.
 *
 * @param tenantId throws when there is no tenant; asked once for each operation, in the caller's context.
 */
export function tenantScoped(client: PrismaClient, tenantId: () => string) {
  const scoped = client.$extends({
    name: 'tenant',
    query: {
      async $allOperations({ model, operation, args, query }) {
        const tenant = tenantId();
        if (model !== undefined) return query(scopeArguments({ model, operation, args, tenant }) as never);
        if (RAW_OPERATIONS.has(operation)) return query(args);
        throw new Error(`PrismaService does not allow ${operation}.`);
      },
    },
  });
  // Prisma sends the findUnique calls of one tick as one statement: across requests, and so across tenants.
  const unbatched = scoped.$extends({
    model: {
      $allModels: {
        findUnique: viaFindFirst('findFirst'),
        findUniqueOrThrow: viaFindFirst('findFirstOrThrow'),
      },
    },
  });
  return unbatched as unknown as typeof scoped;
}

function viaFindFirst(operation: keyof Finder) {
  return function (this: unknown, args: { where: Record<string, unknown> }): unknown {
    const finder = Prisma.getExtensionContext(this) as unknown as Finder;
    return finder[operation]({ ...args, where: withoutCompoundKeys(args.where) });
  };
}

/** `{tenantId_id: {tenantId, id}}` as `findFirst` writes it: `{tenantId, id}`. */
function withoutCompoundKeys(where: Record<string, unknown>): Record<string, unknown> {
  const compounds = new Set(Object.values(TENANT_MODELS).map(({ key }) => key));
  return Object.fromEntries(
    Object.entries(where).flatMap(([name, value]) =>
      compounds.has(name) ? Object.entries(value as object) : [[name, value]],
    ),
  );
}
