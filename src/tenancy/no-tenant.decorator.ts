import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const NO_TENANT = Symbol('NO_TENANT');

/** Marks a route that needs a user but no tenant: it cannot reach any tenant's rows. */
export function NoTenant(): CustomDecorator<symbol> {
  return SetMetadata(NO_TENANT, true);
}
