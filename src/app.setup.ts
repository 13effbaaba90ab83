import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { CorsOptionsDelegate } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Express, Request } from 'express';
import { setUpOpenApi } from './app.openapi.ts';
import { declaredBodies } from './app.routes.ts';
import { Environment } from './platform/config/environment.ts';
import { answerHeaders } from './platform/http/answer-headers.middleware.ts';
import { JsonAdapter } from './platform/http/json-adapter.ts';
import { readBody } from './platform/http/json-body.ts';
import { oneHost } from './platform/http/one-host.middleware.ts';
import { requestContext } from './platform/http/request-context.middleware.ts';
import { answerUnreadable } from './platform/http/unreadable-request.ts';
import { LONGEST_DEADLINE, declareBody } from './platform/http/route-body.ts';
import { logRequest } from './platform/logging/log-request.ts';
import { LOGGER, type Logger } from './platform/logging/logging.module.ts';
import { NestLog } from './platform/logging/logger.ts';
import { Metrics } from './platform/metrics/metrics.ts';

/** Routes that are not part of the API proper. */
const WITHOUT_PREFIX = ['health/live', 'health/ready', 'metrics'];
const PREFIX = 'api';

/** The application, ready to listen. What serves and the tests use the same. */
export async function createApp(module: DynamicModule): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, new JsonAdapter(), {
    abortOnError: false,
    bodyParser: false,
    logger: false,
  });
  return configureApp(app);
}

/** Everything about the application that is not a module. */
function configureApp(app: NestExpressApplication): NestExpressApplication {
  const environment = app.get(Environment);
  const logger = app.get<Logger>(LOGGER);
  const metrics = app.get(Metrics);
  app.useLogger(new NestLog(logger));
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', [...environment.trustedProxies]);

  app.use(
    requestContext((request) => {
      metrics.requestFinished(request);
      logRequest(logger, request);
    }),
  );
  app.use(oneHost);
  app.use(answerHeaders());
  app.enableCors(crossOrigin(environment));
  readBodies(app);
  app.setGlobalPrefix(PREFIX, { exclude: WITHOUT_PREFIX });
  setUpOpenApi(app);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  limitWaiting(app);
  return app;
}

/** JSON of a megabyte, within half a minute; and what routes declare to be otherwise. */
function readBodies(app: NestExpressApplication): void {
  const express = app.getHttpAdapter().getInstance() as Express;
  for (const { method, path, body } of declaredBodies(app, PREFIX)) express[method](path, declareBody(body));
  app.use(...readBody);
}

function crossOrigin({ corsAllowedOrigins, tenancy }: Environment): CorsOptionsDelegate<Request> {
  const options = {
    origin: [...corsAllowedOrigins],
    methods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'If-None-Match',
      'X-Request-Id',
      tenancy.header,
    ],
    exposedHeaders: [
      'Content-Disposition',
      'ETag',
      'Idempotent-Replayed',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'WWW-Authenticate',
      'X-Request-Id',
    ],
    maxAge: 600,
  };
  // Most requests come from no browser: they need not be looked at twice.
  const nothing = { origin: false };
  return ({ headers, method }, callback) =>
    callback(null, headers.origin === undefined && method !== 'OPTIONS' ? nothing : options);
}

/** A caller who sends or reads slowly must not hold a connection for ever. */
function limitWaiting(app: NestExpressApplication): void {
  const server = app.getHttpServer();
  server.on('clientError', answerUnreadable);
  server.headersTimeout = 10_000;
  // The bodies of most routes have less, see bodyDeadline.
  server.requestTimeout = LONGEST_DEADLINE;
  server.keepAliveTimeout = 65_000;
}
