import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.ts';
import { configureApp } from './app.setup.ts';
import { Environment } from './platform/config/environment.ts';
import { reportStartFailure } from './platform/logging/start-failure.ts';

try {
  const module = await AppModule.forRoot();
  const app = await NestFactory.create<NestExpressApplication>(module, {
    abortOnError: false,
    bodyParser: false,
    logger: false,
  });
  await configureApp(app).listen(app.get(Environment).port);
} catch (error) {
  reportStartFailure(error);
}
