import { Injectable } from '@nestjs/common';
import { Environment } from '../platform/config/environment.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import type { CurrentTenantDto } from './tenant.dto.ts';

@Injectable()
export class CurrentTenantService {
  constructor(
    private readonly tenants: TenantService,
    private readonly environment: Environment,
  ) {}

  describe({ tokenUse }: Principal): CurrentTenantDto {
    const { id, name, role } = this.tenants.current;
    return { tenant_id: id, name, role, token_use: tokenUse, mode: this.environment.tenancy.mode };
  }
}
