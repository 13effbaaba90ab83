import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ChangesVersion, IfMatch, ReadsVersion, type ExpectedVersions } from '../platform/http/entity-tag.ts';
import { PageQuery } from '../platform/http/page.dto.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { uuidPipe } from '../platform/http/uuid.pipe.ts';
import { Idempotent } from '../tenancy/idempotency.ts';
import { RequireRole } from '../tenancy/role.decorator.ts';
import { CREATE_EXAMPLES, UPDATE_EXAMPLES } from './channel-examples.ts';
import { emailUnavailable, hasNoSecret, nameTaken, noSuchChannel, overtaken } from './channel-problems.ts';
import {
  ChannelDto,
  ChannelPageDto,
  ChannelWithSecretDto,
  CreateChannelDto,
  UpdateChannelDto,
} from './channel.dto.ts';
import { ChannelService } from './channel.service.ts';

@ApiTags('Channels')
@Controller('alert-channels')
export class ChannelController {
  constructor(private readonly channels: ChannelService) {}

  @Get()
  @RequireRole('admin')
  @ApiOperation({
    summary: 'List the channels that alerts go out by',
    description: 'In the order they were made.',
  })
  @ApiOkResponse({ type: ChannelPageDto })
  list(@Query() query: PageQuery): Promise<ChannelPageDto> {
    return this.channels.list(query);
  }

  @Post()
  @RequireRole('admin')
  @Idempotent()
  @ApiOperation({
    summary: 'Add a channel',
    description:
      'A webhook is a POST of JSON. `X-Tenantry-Signature` is `v1=` and the hex HMAC-SHA-256 of `<X-Tenantry-Timestamp>.<body>` with the `secret` of this answer, which is not shown again; `X-Tenantry-Delivery` is the same when one is repeated. Any 2xx within 5 s takes it; a 4xx (but 408, 425, 429) gives it up; everything else is tried again for 24 h, and what comes later waits behind it.',
  })
  @ApiBody({ type: CreateChannelDto, examples: CREATE_EXAMPLES })
  @ApiCreatedResponse({ type: ChannelWithSecretDto })
  @Refuses(nameTaken, emailUnavailable)
  create(@Body() dto: CreateChannelDto): Promise<ChannelWithSecretDto> {
    return this.channels.create(dto);
  }

  @Get(':id')
  @RequireRole('admin')
  @ReadsVersion()
  @Refuses(noSuchChannel)
  @ApiOperation({ summary: 'Read a channel' })
  @ApiOkResponse({ type: ChannelDto })
  get(@Param('id', uuidPipe('id')) id: string): Promise<ChannelDto> {
    return this.channels.get(id);
  }

  @Patch(':id')
  @RequireRole('admin')
  @ChangesVersion()
  @Refuses(noSuchChannel, nameTaken, overtaken, emailUnavailable)
  @ApiOperation({ summary: 'Change a channel', description: 'Only the fields that are sent change.' })
  @ApiBody({ type: UpdateChannelDto, examples: UPDATE_EXAMPLES })
  @ApiOkResponse({ type: ChannelDto })
  update(
    @Param('id', uuidPipe('id')) id: string,
    @Body() dto: UpdateChannelDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<ChannelDto> {
    return this.channels.update(id, dto, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireRole('admin')
  @ChangesVersion()
  @Refuses(noSuchChannel, overtaken)
  @ApiOperation({ summary: 'Delete a channel', description: 'With its deliveries: what waits is not sent.' })
  @ApiNoContentResponse()
  remove(@Param('id', uuidPipe('id')) id: string, @IfMatch() expected: ExpectedVersions): Promise<void> {
    return this.channels.remove(id, expected);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @RequireRole('admin')
  @ChangesVersion()
  @Refuses(noSuchChannel, overtaken, hasNoSecret)
  @ApiOperation({
    summary: 'Give a webhook another secret',
    description: 'It signs from now on, what waits as well; the one before does not any more.',
  })
  @ApiOkResponse({ type: ChannelWithSecretDto })
  rotateSecret(
    @Param('id', uuidPipe('id')) id: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<ChannelWithSecretDto> {
    return this.channels.rotateSecret(id, expected);
  }
}
