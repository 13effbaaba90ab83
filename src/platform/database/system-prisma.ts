import { PrismaClient } from './generated/client.ts';

/**
 * The raw client, for the tables that belong to no tenant (tenants, sign-outs, rate limits) and for nothing
 * else. Its pool never names a tenant, so that row-level security shows it no tenant's rows. Everything of a
 * tenant goes through PrismaService.
 */
export abstract class SystemPrisma extends PrismaClient {}
