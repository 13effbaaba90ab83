import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '../auth/current-principal.decorator.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { ChangesVersion, IfMatch, ReadsVersion, type ExpectedVersions } from '../platform/http/entity-tag.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { uuidPipe } from '../platform/http/uuid.pipe.ts';
import { Idempotent } from '../tenancy/idempotency.ts';
import { RequireRole } from '../tenancy/role.decorator.ts';
import { alreadyOpenAgain, noSuchAlert, notInState } from './alert-problems.ts';
import { AlertQuery } from './alert-query.dto.ts';
import { AlertSummary } from './alert-summary.ts';
import { AlertSummaryDto, AlertSummaryQuery } from './alert-summary.dto.ts';
import { AlertDto, AlertPageDto, AssignAlertDto, CreateAlertDto, UpdateAlertDto } from './alert.dto.ts';
import { AlertService } from './alert.service.ts';

const AlertId = () => Param('id', uuidPipe('id'));
const wrongState = () => notInState('resolved', ['open']);

@ApiTags('Alerts')
@Controller('alerts')
export class AlertController {
  constructor(
    private readonly alerts: AlertService,
    private readonly summary: AlertSummary,
  ) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({ summary: "List your tenant's alerts" })
  @ApiOkResponse({ type: AlertPageDto })
  list(@Query() query: AlertQuery): Promise<AlertPageDto> {
    return this.alerts.list(query);
  }

  @Post()
  @RequireRole('member')
  @Idempotent()
  @ApiOperation({
    summary: 'Raise an alert',
    description:
      'While an alert with the same `dedup_key` is unresolved, that one is answered, with one more of `occurrences`.',
  })
  @ApiCreatedResponse({ type: AlertDto })
  create(@Body() dto: CreateAlertDto, @CurrentPrincipal() owner: Principal): Promise<AlertDto> {
    return this.alerts.create(dto, owner);
  }

  // Before the next one: it would be an `:id` to it.
  @Get('summary')
  @RequireRole('viewer')
  @ApiOperation({
    summary: "Count your tenant's alerts",
    description:
      'Those that are unresolved now, by severity, and those that were made, by severity and by hour or day.',
  })
  @ApiOkResponse({ type: AlertSummaryDto })
  summarize(
    @Query() query: AlertSummaryQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<AlertSummaryDto> {
    return this.summary.read(query, principal);
  }

  @Get(':id')
  @RequireRole('viewer')
  @ReadsVersion()
  @Refuses(noSuchAlert)
  @ApiOperation({ summary: 'Read an alert' })
  @ApiOkResponse({ type: AlertDto })
  get(@AlertId() id: string): Promise<AlertDto> {
    return this.alerts.get(id);
  }

  @Patch(':id')
  @RequireRole('member')
  @ChangesVersion()
  @Refuses(noSuchAlert)
  @ApiOperation({
    summary: 'Mend what an alert says',
    description: 'Only the fields that are sent change. Status and assignee have calls of their own.',
  })
  @ApiOkResponse({ type: AlertDto })
  update(
    @AlertId() id: string,
    @Body() dto: UpdateAlertDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<AlertDto> {
    return this.alerts.update(id, dto, expected);
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @RequireRole('member')
  @ChangesVersion()
  @Refuses(noSuchAlert, wrongState)
  @ApiOperation({ summary: 'Say that somebody is looking after an open alert' })
  @ApiOkResponse({ type: AlertDto })
  acknowledge(@AlertId() id: string, @IfMatch() expected: ExpectedVersions): Promise<AlertDto> {
    return this.alerts.acknowledge(id, expected);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @RequireRole('member')
  @ChangesVersion()
  @Refuses(noSuchAlert, wrongState)
  @ApiOperation({ summary: 'Say that it is over' })
  @ApiOkResponse({ type: AlertDto })
  resolve(@AlertId() id: string, @IfMatch() expected: ExpectedVersions): Promise<AlertDto> {
    return this.alerts.resolve(id, expected);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @RequireRole('member')
  @ChangesVersion()
  @Refuses(noSuchAlert, wrongState, alreadyOpenAgain)
  @ApiOperation({ summary: 'Say that it was not over' })
  @ApiOkResponse({ type: AlertDto })
  reopen(@AlertId() id: string, @IfMatch() expected: ExpectedVersions): Promise<AlertDto> {
    return this.alerts.reopen(id, expected);
  }

  @Post(':id/assign')
  @HttpCode(200)
  @RequireRole('member')
  @ChangesVersion()
  @Refuses(noSuchAlert)
  @ApiOperation({ summary: 'Give an alert to a member of the tenant, or to nobody' })
  @ApiOkResponse({ type: AlertDto })
  assign(
    @AlertId() id: string,
    @Body() { assignee_sub }: AssignAlertDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<AlertDto> {
    return this.alerts.assign(id, assignee_sub, expected);
  }
}
