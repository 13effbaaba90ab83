import { Module } from '@nestjs/common';
import { CurrentTenantService } from './current-tenant.service.ts';
import { TenantController } from './tenant.controller.ts';

@Module({ controllers: [TenantController], providers: [CurrentTenantService] })
export class TenantModule {}
