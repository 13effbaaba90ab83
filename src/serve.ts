import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.ts';
import { configureApp } from './app.setup.ts';
import { followPrimary } from './cluster.ts';
import type { Configuration } from './platform/config/environment.module.ts';

/** Creates the application and listens: the whole of a process that serves. */
export async function serve(configuration: Configuration): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(configuration), {
    abortOnError: false,
    bodyParser: false,
    logger: false,
  });
  await configureApp(app).listen(configuration.environment.port);
  followPrimary();
}
