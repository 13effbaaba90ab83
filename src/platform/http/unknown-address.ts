import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Express, NextFunction, Request, Response } from 'express';
import { problemOf } from './problem-of.ts';
import { NotFound } from './problem.ts';
import { sendProblem } from './send-problem.ts';

/** What no route answers: outside of the prefix Express would, with a page of HTML. */
@Injectable()
export class UnknownAddress implements OnApplicationBootstrap {
  constructor(private readonly host: HttpAdapterHost) {}

  onApplicationBootstrap(): void {
    const express = this.host.httpAdapter.getInstance() as Express;
    express.use((_request: Request, response: Response) => {
      sendProblem(new NotFound('route/not_found', 'There is no such route.'), response);
    });
    // Express knows a handler of errors by its four parameters.
    express.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
      sendProblem(problemOf(error), response);
    });
  }
}
