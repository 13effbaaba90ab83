import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import { AlertDto, CreateAlertDto } from './alert.dto.ts';

const MOST_REPORTS = 500;

export class IngestAlertsDto {
  @ApiProperty({ type: [CreateAlertDto], minItems: 1, maxItems: MOST_REPORTS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_REPORTS)
  @IsObject({ each: true, message: 'must be a list of alerts' })
  @ValidateNested({ each: true })
  @Type(() => CreateAlertDto)
  alerts!: CreateAlertDto[];
}

/** How many of what was sent became what. */
export class IngestCountsDto {
  @ApiProperty({ type: 'integer', example: 2, description: 'Alerts in the request.' })
  received!: number;

  @ApiProperty({ type: 'integer', example: 1, description: 'Of these, new ones.' })
  created!: number;

  @ApiProperty({ type: 'integer', example: 1, description: 'Of these, once more what is unresolved.' })
  repeated!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'Alerts that it resolved.' })
  resolved!: number;
}

export class IngestedAlertsDto extends IngestCountsDto {
  @ApiProperty({
    type: [AlertDto],
    description: 'For each of the request, in its order, the alert as it is now.',
  })
  alerts!: readonly AlertDto[];
}
