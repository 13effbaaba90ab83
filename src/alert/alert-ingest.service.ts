import { Injectable } from '@nestjs/common';
import type { ApiKeyIdentity } from '../platform/context/request-context.ts';
import type { IngestCountsDto, IngestedAlertsDto } from './alert-ingest.dto.ts';
import type { SentAlerts } from './alert-ingest.pipe.ts';
import { AlertIntake, type IntakeOutcome } from './alert-intake.ts';
import { intakeOf } from './alertmanager.ts';
import type { AlertmanagerDto, IngestedNotificationDto } from './alertmanager.dto.ts';

/** Alerts that machines send. What becomes of them, {@link AlertIntake} decides. */
@Injectable()
export class AlertIngestService {
  constructor(private readonly intake: AlertIntake) {}

  /** @throws {InvalidRequest} for an item that is not the tenant's */
  take(sent: SentAlerts, { name }: ApiKeyIdentity): Promise<IngestedAlertsDto> {
    return this.intake.take({ ...sent, source: name }, (outcome) => ({
      ...countsOf(sent.reports.length, outcome),
      alerts: outcome.alerts,
    }));
  }

  /** The alerts themselves are not answered: Alertmanager looks at the status alone. */
  takeNotification(sent: AlertmanagerDto): Promise<IngestedNotificationDto> {
    return this.intake.take(intakeOf(sent), (outcome) => ({
      ...countsOf(sent.alerts.length, outcome),
      truncated: sent.truncatedAlerts ?? 0,
    }));
  }
}

function countsOf(received: number, { created, repeated, resolved }: IntakeOutcome): IngestCountsDto {
  return { received, created, repeated, resolved };
}
