import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../auth/public.decorator.ts';
import { LiveDto, ReadyDto } from './health.dto.ts';
import { ReadinessService } from './readiness.service.ts';

@ApiTags('Operation')
@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  @Get('live')
  @ApiOperation({ summary: 'Whether the process runs' })
  @ApiOkResponse({ type: LiveDto })
  live(): LiveDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether the process can serve: database, migrations, signing keys' })
  @ApiOkResponse({ type: ReadyDto })
  @ApiServiceUnavailableResponse({
    type: ReadyDto,
    description: 'One of the checks failed, or it is shutting down.',
  })
  ready(@Res({ passthrough: true }) response: Response): Promise<ReadyDto> {
    return this.readiness.report((status) => response.status(status));
  }
}
