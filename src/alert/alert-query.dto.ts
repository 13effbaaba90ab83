import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsOptional, IsUUID } from 'class-validator';
import { Characters } from '../platform/http/characters.validator.ts';
import { PageQuery } from '../platform/http/page.dto.ts';
import { ALERT_SORTS, type AlertSort } from './alert-rows.ts';
import { ALERT_STATUSES, SEVERITIES, type AlertStatus, type Severity } from './alert.dto.ts';

/** `open,acknowledged` */
const CommaList = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value));

function listPattern(values: readonly string[]): string {
  const one = `(${values.join('|')})`;
  return `^${one}(,${one})*$`;
}

/** Which alerts; given together, all must hold. */
export class AlertQuery extends PageQuery {
  @ApiPropertyOptional({
    type: String,
    pattern: listPattern(ALERT_STATUSES),
    example: 'open',
    description: 'One or several, with commas between: `open,acknowledged`.',
  })
  @IsOptional()
  @CommaList()
  @ArrayMaxSize(ALERT_STATUSES.length)
  @IsIn(ALERT_STATUSES, { each: true })
  status?: AlertStatus[];

  @ApiPropertyOptional({
    type: String,
    pattern: listPattern(SEVERITIES),
    example: 'critical',
    description: 'One or several, with commas between: `critical,warning`.',
  })
  @IsOptional()
  @CommaList()
  @ArrayMaxSize(SEVERITIES.length)
  @IsIn(SEVERITIES, { each: true })
  severity?: Severity[];

  @ApiPropertyOptional({ type: String, maxLength: 100, description: 'Only those that this one noticed.' })
  @IsOptional()
  @Characters(1, 100)
  source?: string;

  @ApiPropertyOptional({ type: String, maxLength: 255, description: 'Only those assigned to this member.' })
  @IsOptional()
  @Characters(1, 255)
  assignee_sub?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'Only those about this item.' })
  @IsOptional()
  @IsUUID(undefined, { message: 'must be a UUID' })
  item_id?: string;

  @ApiPropertyOptional({
    type: String,
    maxLength: 200,
    description: 'Words that must all stand in the title or the description, whole, in any case.',
  })
  @IsOptional()
  @Characters(1, 200)
  q?: string;

  @ApiPropertyOptional({ enum: ALERT_SORTS, default: '-created_at', description: '`-` sorts downwards.' })
  @IsIn(ALERT_SORTS)
  sort: AlertSort = '-created_at';
}
