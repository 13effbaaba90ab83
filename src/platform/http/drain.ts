import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Environment } from '../config/environment.ts';

/** How long a load balancer may take to see that this process is no longer ready, milliseconds. */
const NOTICE = 2_000;
const CLOSE_IDLE_EVERY = 100;

/** Stops serving without breaking anything off: not ready any more, then no new connections, then the last answers. */
@Injectable()
export class Drain implements BeforeApplicationShutdown {
  private begun = false;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly environment: Environment,
  ) {}

  /** Whether new work is welcome. */
  get accepting(): boolean {
    return !this.begun;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.begun = true;
    if (this.environment.production) await sleep(NOTICE);
    const server = this.host.httpAdapter.getHttpServer() as Server;
    // A connection that was busy when the server closed turns idle afterwards, and would keep it open.
    setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY).unref();
  }
}
