import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const REQUIRED_GROUP = Symbol('REQUIRED_GROUP');

/**
 * The Cognito group whose members alone may call the route or the controller's routes. It is read from the token
 * (`cognito:groups`, which access and ID tokens both carry): who leaves the group keeps it until the token expires.
 */
export function RequireGroup(group: string): CustomDecorator<symbol> {
  return SetMetadata(REQUIRED_GROUP, group);
}
