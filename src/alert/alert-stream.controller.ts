import { Controller, Get, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { BearerToken } from '../auth/bearer-token.decorator.ts';
import { LastEventId } from '../platform/http/last-event-id.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { RequireRole } from '../tenancy/role.decorator.ts';
import { AlertStreamService } from './alert-stream.service.ts';
import { tooManyStreams } from './alert-streams.ts';

const STREAM_HELP = `Server-Sent Events \`alert.created\` and \`alert.updated\`, each with the alert as it is now as its data and
an \`id\`. Send the last \`id\` as \`Last-Event-ID\` to go on from there; without it the stream begins now. Changes of one alert
that come together are one event, so take either event for "this is how the alert is now". A comment \`: heartbeat\` comes
every 15 s. The stream ends within 5 s after the token has expired or was signed out, or the membership has ended.`;

@ApiTags('Alerts')
@Controller('alerts')
export class AlertStreamController {
  constructor(private readonly streams: AlertStreamService) {}

  @Get('stream')
  @RequireRole('viewer')
  @ApiOperation({ summary: 'Follow alerts as they change', description: STREAM_HELP })
  @ApiProduces('text/event-stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The last `id` that you have seen.',
    schema: { type: 'string', pattern: String.raw`^\d{1,18}$` },
  })
  @ApiOkResponse({
    schema: {
      type: 'string',
      example: 'event: alert.created\nid: 42\ndata: {"id": "019aa5a5-7b6a-7d3e-9f0a-3f6f4f1f9a02"}\n\n',
    },
  })
  @Refuses(tooManyStreams)
  stream(
    @BearerToken() token: string,
    @LastEventId() after: bigint | undefined,
    @Res() response: Response,
  ): Promise<void> {
    return this.streams.stream(token, after, response);
  }
}
