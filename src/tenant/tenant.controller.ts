import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '../auth/current-principal.decorator.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { RequireRole } from '../tenancy/role.decorator.ts';
import { CurrentTenantDto } from './tenant.dto.ts';
import { CurrentTenantService } from './current-tenant.service.ts';

@ApiTags('Tenant')
@Controller('tenant')
export class TenantController {
  constructor(private readonly tenants: CurrentTenantService) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({ summary: 'The tenant this request works in, and your role there' })
  @ApiOkResponse({ type: CurrentTenantDto })
  current(@CurrentPrincipal() principal: Principal): CurrentTenantDto {
    return this.tenants.describe(principal);
  }
}
