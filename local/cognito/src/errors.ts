/** An error as the service speaks it: `name` is what callers branch on, the message is for people. */
export class ServiceError extends Error {
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export const notAuthorized = (message: string) => new ServiceError('NotAuthorizedException', message);
export const invalidParameter = (message: string) => new ServiceError('InvalidParameterException', message);
export const resourceNotFound = (message: string) => new ServiceError('ResourceNotFoundException', message);
export const userNotFound = () => new ServiceError('UserNotFoundException', 'User does not exist.');
export const userDisabled = () => notAuthorized('User is disabled.');
export const invalidPassword = (message: string) => new ServiceError('InvalidPasswordException', message);

export const wrongCredentials = () => notAuthorized('Incorrect username or password.');

export const codeMismatch = () =>
  new ServiceError('CodeMismatchException', 'Invalid verification code provided, please try again.');

export const expiredCode = () =>
  new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.');

export const attemptLimit = () =>
  new ServiceError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');

/** Whether Node threw this, by its code; not by class, because a test runner has classes of its own. */
export function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
