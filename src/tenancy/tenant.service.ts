import { Injectable } from '@nestjs/common';
import {
  currentContext,
  runInContext,
  type ActiveTenant,
  type Principal,
} from '../platform/context/request-context.ts';

/**
 * The tenant of the work under way. One instance, but its state belongs to the request: it lives in the
 * request's context, so that controllers and services stay singletons.
 */
@Injectable()
export class TenantService {
  /** @throws {Error} when no tenant has been established: work on a tenant's rows must not go on */
  get id(): string {
    return this.current.id;
  }

  /** @throws {Error} when no tenant has been established */
  get current(): ActiveTenant {
    const tenant = currentContext()?.tenant;
    if (tenant === undefined) throw new Error('No tenant has been established for this work');
    return tenant;
  }

  /**
   * Runs `work` for a tenant outside of its requests: jobs, seeds, tests. Proves nothing: the caller must know.
   * @param principal who does it, for the audit; without one, whoever the request belongs to
   */
  run<T>(tenant: ActiveTenant, work: () => Promise<T>, principal?: Principal): Promise<T> {
    const context = { ...surroundings(principal), tenant, isUnproven: false };
    return runInContext(context, async () => work());
  }

  /** Runs the `work` that finds out whether the caller belongs to a tenant: on the caller's own account until then. */
  prove<T>(tenantId: string, work: () => Promise<T>, principal?: Principal): Promise<T> {
    const tenant = { id: tenantId, name: '', role: 'viewer' } as const;
    return runInContext({ ...surroundings(principal), tenant, isUnproven: true }, async () => work());
  }
}

function surroundings(principal: Principal | undefined) {
  return { requestId: 'internal', ...currentContext(), ...(principal && { principal }) };
}
