import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { TokenVerifier } from '../auth/token-verifier.ts';
import { currentContext } from '../platform/context/request-context.ts';
import { EventStream } from '../platform/http/event-stream.ts';
import { TenantResolver } from '../tenancy/tenant-resolver.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { AlertStreams } from './alert-streams.ts';

/** Lets a request follow its tenant's alerts, for as long as it would be let in anew. */
@Injectable()
export class AlertStreamService {
  constructor(
    private readonly streams: AlertStreams,
    private readonly tokens: TokenVerifier,
    private readonly resolver: TenantResolver,
    private readonly tenants: TenantService,
  ) {}

  /** @throws {TooManyRequests} `alert/too_many_streams` */
  stream(token: string, after: bigint | undefined, response: Response): Promise<void> {
    const { id: tenantId } = this.tenants.current;
    const use = currentContext()?.principal?.tokenUse;
    if (use === undefined) throw new Error('A stream is of somebody');
    const recheck = async () => {
      await this.resolver.readmit(tenantId, await this.tokens.verify(token, [use]));
    };
    return this.streams.follow({ tenantId, stream: new EventStream(response), after, recheck });
  }
}
