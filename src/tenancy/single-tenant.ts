import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Environment } from '../platform/config/environment.ts';
import { SystemPrisma } from '../platform/database/system-prisma.ts';

/** The tenant everybody works in when `MULTI_TENANT_ENABLED=0`. */
export const SINGLE_TENANT = { id: 'public', name: 'Public' } as const;

/** Makes the row of the single tenant, which everything that people make there refers to, before anybody comes. */
@Injectable()
export class SingleTenant implements OnModuleInit {
  constructor(
    private readonly environment: Environment,
    private readonly system: SystemPrisma,
  ) {}

  /** Several instances may start at once, and the row may have been renamed since: what is there stays as it is. */
  async onModuleInit(): Promise<void> {
    if (this.environment.tenancy.enabled) return;
    await this.system.tenant.createMany({ data: [SINGLE_TENANT], skipDuplicates: true });
  }
}
