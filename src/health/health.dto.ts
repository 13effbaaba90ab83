import { ApiProperty } from '@nestjs/swagger';

export class LiveDto {
  @ApiProperty({ enum: ['ok'] })
  status!: 'ok';
}

export class ReadyChecksDto {
  @ApiProperty({ description: 'The database answers and every migration is applied.' })
  database!: boolean;

  @ApiProperty({ description: "The user pool's signing keys are loaded." })
  signing_keys!: boolean;

  @ApiProperty({ description: 'The process is not about to stop.' })
  accepting!: boolean;
}

export class ReadyDto {
  @ApiProperty({ enum: ['ready', 'not_ready'] })
  status!: 'ready' | 'not_ready';

  @ApiProperty({ type: ReadyChecksDto })
  checks!: ReadyChecksDto;
}
