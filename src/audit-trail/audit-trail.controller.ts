import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireRole } from '../tenancy/role.decorator.ts';
import { AuditPageDto, AuditQuery } from './audit-trail.dto.ts';
import { AuditTrailService } from './audit-trail.service.ts';

@ApiTags('Audit')
@Controller('audit')
export class AuditTrailController {
  constructor(private readonly trail: AuditTrailService) {}

  @Get()
  @RequireRole('admin')
  @ApiOperation({
    summary: 'Who did what in your tenant',
    description:
      'Newest first. An entry is written together with the change it tells of, and nobody can change or delete it.',
  })
  @ApiOkResponse({ type: AuditPageDto })
  list(@Query() query: AuditQuery): Promise<AuditPageDto> {
    return this.trail.page(query);
  }
}
