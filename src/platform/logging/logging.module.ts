import { Global, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { Environment } from '../config/environment.ts';
import { createLogger } from './logger.ts';

/** Injection token of the process's pino logger. */
export const LOGGER = Symbol('LOGGER');
export type { Logger };

@Global()
@Module({
  providers: [
    {
      provide: LOGGER,
      inject: [Environment],
      useFactory: (environment: Environment) => createLogger(environment.logLevel),
    },
  ],
  exports: [LOGGER],
})
export class LoggingModule {}
