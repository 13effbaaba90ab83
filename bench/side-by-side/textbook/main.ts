import 'reflect-metadata';
import { ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TextbookModule } from './textbook.module.ts';

/**
 * The API as tutorials for NestJS, Prisma and Cognito write it: a request-scoped tenant, `jwt.verify` for each request,
 * and for each operation an interactive transaction that begins with `set_config`. It is safe, and does the same;
 * what it leaves out (idempotency, search, limits, metrics, logs) makes it quicker.
 */
const app = await NestFactory.create(TextbookModule, { logger: ['error'] });
app.setGlobalPrefix('api');
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }));
app.enableShutdownHooks();
await app.listen(Number(process.env['PORT']));
