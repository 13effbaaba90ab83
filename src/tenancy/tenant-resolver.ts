import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Environment, type TenancySettings } from '../platform/config/environment.ts';
import type { ActiveTenant, Principal } from '../platform/context/request-context.ts';
import { BadRequest, Forbidden } from '../platform/http/problem.ts';
import { MembershipService } from './membership.service.ts';
import { claimedTenant, namedTenant } from './tenant-name.ts';
import { noAccess } from './tenant-problems.ts';

/** From what a request says and who sends it to the one tenant it may work in. */
@Injectable()
export class TenantResolver {
  private readonly settings: TenancySettings;

  constructor(
    environment: Environment,
    private readonly memberships: MembershipService,
  ) {
    this.settings = environment.tenancy;
  }

  /**
   * @throws {BadRequest} `tenant/invalid`, `tenant/not_provided`
   * @throws {Forbidden} `tenant/mismatch`; `tenant/forbidden`, the same for no member, suspended and unknown
   */
  async resolve(request: Request, principal: Principal): Promise<ActiveTenant> {
    if (!this.settings.enabled) return admit(await this.memberships.inSingleTenant(principal));
    const named = namedTenant(request, principal, this.settings);
    const claimed = claimedTenant(principal);
    if (this.settings.strict && named !== undefined && claimed !== undefined && named !== claimed) {
      throw new Forbidden('tenant/mismatch', 'The tenant named is not the one your token was issued for.');
    }
    const id = named ?? claimed ?? (await this.onlyMembership(principal));
    if (id === undefined) throw notProvided();
    return admit(await this.memberships.find(id, principal));
  }

  /**
   * Whether the principal would be let into the tenant now as it was before; for what goes on for long.
   * @throws {Forbidden} `tenant/forbidden`
   */
  async readmit(tenantId: string, principal: Principal): Promise<ActiveTenant> {
    return admit(
      this.settings.enabled
        ? await this.memberships.find(tenantId, principal)
        : await this.memberships.inSingleTenant(principal),
    );
  }

  private async onlyMembership(principal: Principal): Promise<string | undefined> {
    if (this.settings.mode === 'claim') return undefined;
    const [only, ...others] = await this.memberships.activeOf(principal);
    return others.length === 0 ? only?.tenantId : undefined;
  }
}

function notProvided(): BadRequest {
  return new BadRequest('tenant/not_provided', 'Name the tenant to work in.');
}

function admit(tenant: ActiveTenant | undefined): ActiveTenant {
  if (tenant === undefined) throw noAccess();
  return tenant;
}
