import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PageQuery } from '../platform/http/page.dto.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { uuidPipe } from '../platform/http/uuid.pipe.ts';
import { Idempotent } from '../tenancy/idempotency.ts';
import { RequireRole } from '../tenancy/role.decorator.ts';
import { noSuchAlert } from './alert-problems.ts';
import { AlertEventPageDto, CommentDto, CommentPageDto, CreateCommentDto } from './alert-timeline.dto.ts';
import { AlertTimeline } from './alert-timeline.ts';

@ApiTags('Alerts')
@Controller('alerts/:id')
export class AlertTimelineController {
  constructor(private readonly history: AlertTimeline) {}

  @Get('timeline')
  @RequireRole('viewer')
  @Refuses(noSuchAlert)
  @ApiOperation({ summary: 'Everything that happened to an alert', description: 'The oldest first.' })
  @ApiOkResponse({ type: AlertEventPageDto })
  timeline(@Param('id', uuidPipe('id')) id: string, @Query() query: PageQuery): Promise<AlertEventPageDto> {
    return this.history.page(id, query);
  }

  @Get('comments')
  @RequireRole('viewer')
  @Refuses(noSuchAlert)
  @ApiOperation({ summary: 'What was said about an alert', description: 'The oldest first.' })
  @ApiOkResponse({ type: CommentPageDto })
  comments(@Param('id', uuidPipe('id')) id: string, @Query() query: PageQuery): Promise<CommentPageDto> {
    return this.history.comments(id, query);
  }

  @Post('comments')
  @RequireRole('member')
  @Idempotent()
  @Refuses(noSuchAlert)
  @ApiOperation({ summary: 'Say something about an alert' })
  @ApiCreatedResponse({ type: CommentDto })
  comment(@Param('id', uuidPipe('id')) id: string, @Body() dto: CreateCommentDto): Promise<CommentDto> {
    return this.history.comment(id, dto);
  }
}
