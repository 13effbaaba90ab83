import { Module } from '@nestjs/common';
import { TenantController } from './tenant.controller.ts';
import { CurrentTenantService } from './current-tenant.service.ts';
import { TenantsController } from './tenants.controller.ts';
import { TenantsService } from './tenants.service.ts';

@Module({
  controllers: [TenantController, TenantsController],
  providers: [CurrentTenantService, TenantsService],
})
export class TenantModule {}
