import { Injectable, type PipeTransform } from '@nestjs/common';
import { validationPipe } from '../platform/http/validation.ts';
import { IngestAlertsDto } from './alert-ingest.dto.ts';
import type { Intake } from './alert-intake.ts';
import { CreateAlertDto } from './alert.dto.ts';

/** Alerts as a machine sent them, and how it knows their fields. */
export type SentAlerts = Pick<Intake, 'reports' | 'fieldOf'>;

/** One alert, or a list of them as `alerts`: which of the two, that field says. */
@Injectable()
export class SentAlertsPipe implements PipeTransform<unknown, Promise<SentAlerts>> {
  private readonly validation = validationPipe();

  /** @throws {InvalidRequest} naming each faulty field */
  async transform(body: unknown): Promise<SentAlerts> {
    if (typeof body === 'object' && body !== null && Object.hasOwn(body, 'alerts')) {
      const { alerts } = await this.valid(body, IngestAlertsDto);
      return { reports: alerts };
    }
    const alert = await this.valid(body, CreateAlertDto);
    return { reports: [alert], fieldOf: (_, field) => field };
  }

  private valid<T>(body: unknown, metatype: new () => T): Promise<T> {
    return this.validation.transform(body, { type: 'body', metatype }) as Promise<T>;
  }
}
