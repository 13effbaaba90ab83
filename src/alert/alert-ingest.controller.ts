import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { ApiKeyIdentity } from '../platform/context/request-context.ts';
import { TakesJson } from '../platform/http/route-body.ts';
import { CurrentApiKey } from '../tenancy/current-api-key.decorator.ts';
import { Idempotent } from '../tenancy/idempotency.ts';
import { MachineRoute } from '../tenancy/machine-route.decorator.ts';
import { IngestAlertsDto, IngestedAlertsDto } from './alert-ingest.dto.ts';
import { ALERTMANAGER_EXAMPLE, INGEST_EXAMPLES } from './alert-ingest.examples.ts';
import { SentAlertsPipe, type SentAlerts } from './alert-ingest.pipe.ts';
import { AlertIngestService } from './alert-ingest.service.ts';
import { CreateAlertDto } from './alert.dto.ts';
import { AlertmanagerDto, IngestedNotificationDto } from './alertmanager.dto.ts';
import { AlertmanagerPipe, type Notification } from './alertmanager.pipe.ts';

const MOST_BYTES = 8 * 1024 * 1024;

const ALERTMANAGER_HELP = `The address for a \`webhook_config\` of Prometheus Alertmanager, with the API key as its
\`http_config.authorization.credentials\`. Bodies of version 4, of at most 1,000 alerts; all of them are taken, or none.

\`firing\` opens an alert or counts for the unresolved one, \`resolved\` resolves it; the \`fingerprint\` is the
\`dedup_key\`. The title is the annotation \`summary\` or \`title\`, else the label \`alertname\`; the description is the
annotation \`description\` or \`message\`; the severity follows the label \`severity\`: critical, page, error, fatal,
emergency, high → \`critical\`; info, information, none, low, debug → \`info\`; else \`warning\`. Texts that are too long
are cut, and of more than 50 labels the first 50 are kept. Fields that are not known are passed over.`;

@ApiTags('Alerts')
@ApiExtraModels(CreateAlertDto, IngestAlertsDto, AlertmanagerDto)
@Controller('alerts/ingest')
export class AlertIngestController {
  constructor(private readonly ingest: AlertIngestService) {}

  @Post()
  @HttpCode(200)
  @MachineRoute('alerts:write')
  @Idempotent()
  @TakesJson({ limitBytes: MOST_BYTES })
  @ApiOperation({
    summary: 'Send alerts',
    description: 'One alert, or up to 500 of them as `alerts`: all are taken, or none.',
  })
  @ApiBody({
    schema: { oneOf: [CreateAlertDto, IngestAlertsDto].map((each) => ({ $ref: getSchemaPath(each) })) },
    examples: INGEST_EXAMPLES,
  })
  @ApiOkResponse({ type: IngestedAlertsDto })
  take(
    @Body(SentAlertsPipe) sent: SentAlerts,
    @CurrentApiKey() key: ApiKeyIdentity,
  ): Promise<IngestedAlertsDto> {
    return this.ingest.take(sent, key);
  }

  @Post('alertmanager')
  @HttpCode(200)
  @MachineRoute('alerts:write')
  @Idempotent()
  @TakesJson({ limitBytes: MOST_BYTES })
  @ApiOperation({ summary: 'Send alerts from Prometheus Alertmanager', description: ALERTMANAGER_HELP })
  @ApiBody({
    schema: { allOf: [{ $ref: getSchemaPath(AlertmanagerDto) }], additionalProperties: true },
    examples: { notification: { value: ALERTMANAGER_EXAMPLE } },
  })
  @ApiOkResponse({ type: IngestedNotificationDto })
  takeNotification(@Body(AlertmanagerPipe) sent: Notification): Promise<IngestedNotificationDto> {
    return this.ingest.takeNotification(sent);
  }
}
