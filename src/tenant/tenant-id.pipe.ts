import { Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidRequest } from '../platform/http/problem.ts';
import { TENANT_ID } from '../tenancy/tenant-name.ts';

/** A path parameter that must be what a tenant can be called; anything else is 400. */
@Injectable()
export class TenantIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!TENANT_ID.test(value)) {
      throw new InvalidRequest([{ field: 'tenant_id', message: "must be a tenant's id" }]);
    }
    return value;
  }
}
