import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AlertModule } from './alert/alert.module.ts';
import { ApiKeyModule } from './api-key/api-key.module.ts';
import { AuditTrailModule } from './audit-trail/audit-trail.module.ts';
import { AuthModule } from './auth/auth.module.ts';
import { CognitoAuthGuard } from './auth/cognito-auth.guard.ts';
import { GroupGuard } from './auth/group.guard.ts';
import { ChannelModule } from './channel/channel.module.ts';
import { HealthModule } from './health/health.module.ts';
import { ItemModule } from './item/item.module.ts';
import { MemberModule } from './member/member.module.ts';
import { CognitoModule } from './platform/cognito/cognito.module.ts';
import { EnvironmentModule, type Configuration } from './platform/config/environment.module.ts';
import { DatabaseModule } from './platform/database/database.module.ts';
import { CursorModule } from './platform/http/cursor.module.ts';
import { ProblemFilter } from './platform/http/problem.filter.ts';
import { UnknownAddress } from './platform/http/unknown-address.ts';
import { validationPipe } from './platform/http/validation.ts';
import { LoggingModule } from './platform/logging/logging.module.ts';
import { MetricsModule } from './platform/metrics/metrics.module.ts';
import { TenancyModule } from './tenancy/tenancy.module.ts';
import { TenantGuard } from './tenancy/tenant.guard.ts';
import { TenantModule } from './tenant/tenant.module.ts';
import { UserModule } from './user/user.module.ts';

const PLATFORM = [LoggingModule, MetricsModule, DatabaseModule, CursorModule, CognitoModule];
const FEATURES = [
  UserModule,
  TenantModule,
  MemberModule,
  AuditTrailModule,
  ApiKeyModule,
  ItemModule,
  ChannelModule,
  AlertModule,
];

@Module({})
export class AppModule {
  /**
   * @param variables the environment to run with, instead of the process's own and `.env`
   * @throws {ConfigurationError} naming every fault of the environment
   */
  static async forRoot(variables?: Readonly<Record<string, string | undefined>>): Promise<DynamicModule> {
    return AppModule.with(await EnvironmentModule.forRoot(variables));
  }

  static with({ module, environment }: Configuration): DynamicModule {
    return {
      module: AppModule,
      imports: [
        module,
        ...PLATFORM,
        AuthModule,
        TenancyModule,
        ...FEATURES,
        HealthModule.forRoot({ withMetrics: environment.metricsPort === undefined }),
      ],
      // In their order of running: who is it, may they, whose rows, is the input sound; whatever is thrown, one form.
      providers: [
        { provide: APP_GUARD, useClass: CognitoAuthGuard },
        { provide: APP_GUARD, useClass: GroupGuard },
        { provide: APP_GUARD, useClass: TenantGuard },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
        UnknownAddress,
      ],
    };
  }
}
