import { Injectable, type PipeTransform } from '@nestjs/common';
import { validationPipe } from '../platform/http/validation.ts';
import { AlertmanagerDto } from './alertmanager.dto.ts';

/**
 * What a handler takes. No class, and no type of one either: of that, the compiler leaves a `Function` behind that the
 * pipe of all routes takes for the class to check against.
 */
export type Notification = Pick<AlertmanagerDto, keyof AlertmanagerDto>;

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
