import { Controller, Get, Global, Module, type INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { AuthModule } from '../../src/auth/auth.module.ts';
import { CognitoAuthGuard } from '../../src/auth/cognito-auth.guard.ts';
import { Public } from '../../src/auth/public.decorator.ts';
import { SignOutStore } from '../../src/auth/sign-out-store.ts';
import { SigningKeys } from '../../src/auth/signing-keys.ts';
import { TokenUse } from '../../src/auth/token-use.decorator.ts';
import { Environment } from '../../src/platform/config/environment.ts';
import { currentContext } from '../../src/platform/context/request-context.ts';
import { ProblemFilter } from '../../src/platform/http/problem.filter.ts';
import { requestContext } from '../../src/platform/http/request-context.middleware.ts';
import { LoggingModule } from '../../src/platform/logging/logging.module.ts';

interface Answer {
  readonly sub: string | null;
}

function answer(): Answer {
  return { sub: currentContext()?.principal?.subject ?? null };
}

@Controller()
class RoutesController {
  @Get('unannotated')
  unannotated(): Answer {
    return answer();
  }

  @Get('access')
  @TokenUse('access')
  access(): Answer {
    return answer();
  }

  @Get('id')
  @TokenUse('id')
  id(): Answer {
    return answer();
  }

  @Get('both')
  @TokenUse('access', 'id')
  both(): Answer {
    return answer();
  }

  @Get('public')
  @Public()
  public(): Answer {
    return answer();
  }
}

@Public()
@Controller('public-class')
class PublicController {
  @Get('open')
  open(): Answer {
    return answer();
  }

  @Get('id')
  @TokenUse('id')
  id(): Answer {
    return answer();
  }
}

export interface TokenAppOptions {
  readonly environment: Environment;
  readonly store: SignOutStore;
  /** Milliseconds, for the key store. */
  readonly now?: () => number;
}

/** The real guard, verifier and key store behind a real HTTP server, with a route of each kind. */
export async function startTokenApp({ environment, store, now }: TokenAppOptions): Promise<INestApplication> {
  @Global()
  @Module({ providers: [{ provide: Environment, useValue: environment }], exports: [Environment] })
  class EnvironmentModule {}

  @Module({
    imports: [EnvironmentModule, LoggingModule, AuthModule],
    controllers: [RoutesController, PublicController],
    providers: [
      { provide: APP_GUARD, useClass: CognitoAuthGuard },
      { provide: APP_FILTER, useClass: ProblemFilter },
    ],
  })
  class TokenAppModule {}

  const testing = await Test.createTestingModule({ imports: [TokenAppModule] })
    .overrideProvider(SignOutStore)
    .useValue(store)
    .overrideProvider(SigningKeys)
    .useValue(new SigningKeys({ uri: environment.cognito.jwksUri, ...(now && { now }) }))
    .compile();
  const app = testing.createNestApplication({ logger: false });
  app.use(requestContext(() => undefined));
  return app.listen(0, '127.0.0.1').then(() => app);
}
