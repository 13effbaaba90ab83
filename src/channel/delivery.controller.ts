import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { uuidPipe } from '../platform/http/uuid.pipe.ts';
import { Idempotent } from '../tenancy/idempotency.ts';
import { RequireRole } from '../tenancy/role.decorator.ts';
import { noSuchChannel, noSuchDelivery, notDead } from './channel-problems.ts';
import { DeliveryDto, DeliveryPageDto, DeliveryQuery } from './delivery.dto.ts';
import { DeliveryService } from './delivery.service.ts';

@ApiTags('Channels')
@Controller('alert-channels/:id')
export class DeliveryController {
  constructor(private readonly deliveries: DeliveryService) {}

  @Post('test')
  @RequireRole('admin')
  @Idempotent()
  @Refuses(noSuchChannel)
  @ApiOperation({
    summary: 'Send a test',
    description:
      'At once, past whatever waits, and once only. The answer says what the receiver said: `status`, `response_status`, `last_error`.',
  })
  @ApiCreatedResponse({ type: DeliveryDto })
  test(@Param('id', uuidPipe('id')) id: string): Promise<DeliveryDto> {
    return this.deliveries.test(id);
  }

  @Get('deliveries')
  @RequireRole('admin')
  @Refuses(noSuchChannel)
  @ApiOperation({ summary: 'List what goes out by a channel', description: 'The newest first.' })
  @ApiOkResponse({ type: DeliveryPageDto })
  list(@Param('id', uuidPipe('id')) id: string, @Query() query: DeliveryQuery): Promise<DeliveryPageDto> {
    return this.deliveries.list(id, query);
  }

  @Post('deliveries/:delivery_id/retry')
  @HttpCode(200)
  @RequireRole('admin')
  @Refuses(noSuchChannel, noSuchDelivery, notDead)
  @ApiOperation({
    summary: 'Try a delivery again that has been given up',
    description: 'It waits its turn again, before those that came after it.',
  })
  @ApiOkResponse({ type: DeliveryDto })
  retry(
    @Param('id', uuidPipe('id')) id: string,
    @Param('delivery_id', uuidPipe('delivery_id')) delivery: string,
  ): Promise<DeliveryDto> {
    return this.deliveries.retry(id, delivery);
  }
}
