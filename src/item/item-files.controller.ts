import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentPrincipal } from '../auth/current-principal.decorator.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { BodyStream, type ReceivedBody } from '../platform/http/received-body.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { TakesStream } from '../platform/http/route-body.ts';
import { streamAnswer } from '../platform/http/stream-answer.ts';
import { Idempotent } from '../tenancy/idempotency.ts';
import { RequireRole } from '../tenancy/role.decorator.ts';
import { EXPORT_FILES, ItemExport } from './item-export.ts';
import { importBusy, tooManyRows } from './item-problems.ts';
import { ExportQuery, ImportedDto } from './item-files.dto.ts';
import { IMPORT_DEADLINE, ItemImport } from './item-import.ts';

const IMPORT_HELP = `A CSV file (RFC 4180, UTF-8) of at most 100 MB and 1,000,000 rows; all of its items are made, or none.

The first line names the columns: \`name\` (required), \`description\`, \`tags\` with \`;\` between them (\`\\;\` for one within
a tag), \`attributes\` as a flat JSON object. The other columns of an export may be there and are passed over. An
apostrophe before a leading \`=\`, \`+\`, \`-\` or \`@\`, as exports have it, is taken away.

Faults are named by line and column, the first fifty of them.`;

@ApiTags('Items')
@Controller('items')
export class ItemFilesController {
  constructor(
    private readonly imports: ItemImport,
    private readonly exports: ItemExport,
  ) {}

  @Post('import')
  @RequireRole('member')
  @Idempotent()
  @TakesStream({ type: 'text/csv', limitBytes: 100 * 1024 * 1024, deadline: IMPORT_DEADLINE })
  @ApiOperation({ summary: 'Import items from a CSV file', description: IMPORT_HELP })
  @ApiBody({
    schema: { type: 'string', example: 'name,description,tags\r\nPump 7,North hall,pump;north\r\n' },
  })
  @ApiCreatedResponse({ type: ImportedDto })
  @Refuses(importBusy, tooManyRows)
  import(@BodyStream() body: ReceivedBody, @CurrentPrincipal() owner: Principal): Promise<ImportedDto> {
    return this.imports.import(body, owner);
  }

  @Get('export')
  @RequireRole('viewer')
  @ApiOperation({
    summary: 'Export items as CSV or NDJSON',
    description:
      'All that the filter lets through. In CSV an apostrophe keeps spreadsheets from taking a text for a formula.',
  })
  @ApiProduces('text/csv', 'application/x-ndjson')
  @ApiOkResponse({
    schema: { type: 'string' },
    headers: { 'Content-Disposition': { schema: { type: 'string' } } },
  })
  export(@Query() query: ExportQuery, @Res() response: Response): Promise<void> {
    return streamAnswer(response, EXPORT_FILES[query.format], this.exports.text(query));
  }
}
