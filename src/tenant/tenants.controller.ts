import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { RequireGroup } from '../auth/group.decorator.ts';
import { ChangesVersion, IfMatch, ReadsVersion, type ExpectedVersions } from '../platform/http/entity-tag.ts';
import { PageQuery } from '../platform/http/page.dto.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { addressNotConfirmed } from '../tenancy/invitation-problems.ts';
import { NoTenant } from '../tenancy/no-tenant.decorator.ts';
import { TenantIdPipe } from './tenant-id.pipe.ts';
import { noSuchTenant, tenantExists } from './tenant-problems.ts';
import { NewTenantDto, TenantDto, TenantPageDto, UpdateTenantDto } from './tenants.dto.ts';
import { TenantsService } from './tenants.service.ts';

const TENANT_PARAM = { name: 'tenant_id', description: 'Id of the tenant.', example: 'tenant_a' };

@ApiTags('Tenants')
@Controller('tenants')
@RequireGroup('platform-admin')
@NoTenant()
export class TenantsController {
  constructor(private readonly tenants: TenantsService) {}

  @Get()
  @ApiOperation({ summary: 'List all tenants', description: 'Ordered by their ids.' })
  @ApiOkResponse({ type: TenantPageDto })
  list(@Query() query: PageQuery): Promise<TenantPageDto> {
    return this.tenants.list(query);
  }

  @Post()
  @ApiOperation({
    summary: 'Make a tenant',
    description:
      'With `admin_email`, the owner of that address becomes its first admin: invited by mail, or with the account there is. If the invitation fails, no tenant is made.',
  })
  @ApiCreatedResponse({ type: TenantDto })
  @Refuses(tenantExists, addressNotConfirmed)
  create(@Body() dto: NewTenantDto): Promise<TenantDto> {
    return this.tenants.create(dto);
  }

  @Get(':tenant_id')
  @ReadsVersion()
  @ApiOperation({ summary: 'Read a tenant' })
  @ApiParam(TENANT_PARAM)
  @ApiOkResponse({ type: TenantDto })
  @Refuses(noSuchTenant)
  get(@Param('tenant_id', TenantIdPipe) id: string): Promise<TenantDto> {
    return this.tenants.get(id);
  }

  @Patch(':tenant_id')
  @ChangesVersion()
  @ApiOperation({
    summary: 'Rename, suspend or reactivate a tenant',
    description: 'Only the fields that are sent change. Nothing of a suspended tenant is lost.',
  })
  @ApiParam(TENANT_PARAM)
  @ApiOkResponse({ type: TenantDto })
  @Refuses(noSuchTenant)
  update(
    @Param('tenant_id', TenantIdPipe) id: string,
    @Body() dto: UpdateTenantDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<TenantDto> {
    return this.tenants.update(id, dto, expected);
  }
}
