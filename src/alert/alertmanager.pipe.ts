import { Injectable, type PipeTransform } from '@nestjs/common';
import { validationPipe } from '../platform/http/validation.ts';
import { AlertmanagerDto } from './alertmanager.dto.ts';

/** Takes fields that are not known, where the pipe of all routes would refuse them. */
@Injectable()
export class AlertmanagerPipe implements PipeTransform<unknown, Promise<AlertmanagerDto>> {
  private readonly validation = validationPipe({ unknownFields: 'ignored' });

  /** @throws {InvalidRequest} naming each faulty field: `alerts.2.fingerprint` */
  transform(body: unknown): Promise<AlertmanagerDto> {
    const metadata = { type: 'body', metatype: AlertmanagerDto } as const;
    return this.validation.transform(body, metadata) as Promise<AlertmanagerDto>;
  }
}
