import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SignInEvents, type SignInEvent } from '../auth/sign-in-events.ts';
import { Environment } from '../platform/config/environment.ts';
import { OwnMemberships, type OwnMembership } from '../platform/database/own-memberships.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { AlertIntake } from './alert-intake.ts';
import type { CreateAlertDto } from './alert.dto.ts';
import { KnownSignIns } from './known-sign-ins.ts';

/** A user of more tenants than this is told in the first ones alone. */
const MOST_TENANTS = 20;

/**
 * Tells of a sign-in from an address or with a device that the user has not used before, in each tenant where the user
 * works: the alert is the user's own, and the tenant's admins see it as well. `NEW_SIGN_IN_ALERTS=0` switches it off.
 */
@Injectable()
export class NewSignIn implements OnModuleInit {
  constructor(
    private readonly environment: Environment,
    private readonly signIns: SignInEvents,
    private readonly known: KnownSignIns,
    private readonly memberships: OwnMemberships,
    private readonly tenants: TenantService,
    private readonly intake: AlertIntake,
  ) {}

  onModuleInit(): void {
    if (this.environment.newSignInAlerts) this.signIns.onSignIn((event) => this.tell(event));
  }

  private async tell(event: SignInEvent): Promise<void> {
    const fresh = await this.known.remember(event);
    if (fresh.length === 0) return;
    try {
      const memberships = await this.memberships.of(event.principal);
      for (const membership of memberships.filter(isActive).slice(0, MOST_TENANTS)) {
        await this.tellIn(membership.tenantId, event);
      }
    } catch (error) {
      await this.known.forget(event, fresh);
      throw error;
    }
  }

  private async tellIn(tenantId: string, event: SignInEvent): Promise<void> {
    const report = { reports: [reportOf(event)], owner: event.principal.subject, source: 'sign-in' };
    await this.tenants.run({ id: tenantId, name: '', role: 'viewer' }, () =>
      this.intake.take(report, () => undefined),
    );
  }
}

function isActive({ status, tenantStatus }: OwnMembership): boolean {
  return status === 'active' && tenantStatus === 'active';
}

function reportOf({ address = 'an unknown address', device }: SignInEvent): CreateAlertDto {
  return {
    title: 'New sign-in',
    description: `From ${address}${device ? `, with ${device}` : ''}. If that was not you, change your password.`,
    severity: 'info',
    labels: { address },
  };
}
