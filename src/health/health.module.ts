import { Module, type DynamicModule } from '@nestjs/common';
import { HealthController } from './health.controller.ts';
import { MetricsController } from './metrics.controller.ts';
import { Drain } from '../platform/http/drain.ts';
import { ReadinessService } from './readiness.service.ts';

@Module({})
export class HealthModule {
  static forRoot(options: { withMetrics: boolean }): DynamicModule {
    return {
      module: HealthModule,
      controllers: [HealthController, ...(options.withMetrics ? [MetricsController] : [])],
      providers: [ReadinessService, Drain],
    };
  }
}
