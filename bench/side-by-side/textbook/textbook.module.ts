import { Controller, Get, Module } from '@nestjs/common';
import { ALERT_CONTROLLERS } from './alerts.controller.ts';
import { ItemsController } from './items.controller.ts';
import { JwtGuard } from './jwt.guard.ts';
import { PrismaService } from './prisma.service.ts';
import { TenantService } from './tenant.service.ts';
import { UserController } from './user.controller.ts';

@Controller('health')
class HealthController {
  @Get('ready')
  ready() {
    return { status: 'ok' };
  }
}

@Module({
  controllers: [HealthController, UserController, ItemsController, ...ALERT_CONTROLLERS],
  providers: [PrismaService, TenantService, JwtGuard],
})
export class TextbookModule {}
