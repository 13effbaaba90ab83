import { Injectable, Logger } from '@nestjs/common';
import jwt from 'jsonwebtoken';
import { SignOuts } from '../auth/sign-outs.ts';
import { CognitoClient } from '../platform/cognito/cognito-client.ts';
import { cognitoErrorName, cognitoFailure } from '../platform/cognito/cognito-failure.ts';
import { Environment } from '../platform/config/environment.ts';
import { RateLimits } from './rate-limits.ts';
import type { ChangePasswordDto, ConfirmForgotPasswordDto, ForgotPasswordDto, OkDto } from './user.dto.ts';
import {
  PASSWORD_REFUSALS,
  invalidCode,
  invalidCredentials,
  meaning,
  scopeMissing,
  tooManyCodes,
} from './user-problems.ts';

const OK: OkDto = { ok: true };

/** Refusals of ForgotPassword that would tell whether the account exists, or in which state it is. */
const SILENT = new Set([
  'UserNotFoundException',
  'NotAuthorizedException',
  'InvalidParameterException',
  'UserNotConfirmedException',
  'LimitExceededException',
  'CodeDeliveryFailureException',
]);

/** What Cognito asks for to let a token change its user; tokens of the hosted UI have it only where it was requested. */
const OWN_ACCOUNT = 'aws.cognito.signin.user.admin';

/** Forgotten and changed passwords. */
@Injectable()
export class PasswordService {
  private readonly log = new Logger(PasswordService.name);

  constructor(
    private readonly cognito: CognitoClient,
    private readonly signOuts: SignOuts,
    private readonly limits: RateLimits,
    private readonly environment: Environment,
  ) {}

  /** The same answer whether or not there is such an account. */
  async forgot({ email }: ForgotPasswordDto): Promise<OkDto> {
    if ((await this.limits.codeAsked(email)) !== null) {
      this.log.log('A code was asked for too often, and not sent');
      return OK;
    }
    try {
      await this.cognito.forgotPassword(email);
    } catch (error) {
      if (!SILENT.has(cognitoErrorName(error))) throw cognitoFailure(error);
    }
    return OK;
  }

  /** Sets the password and ends every sign-in made with the old one. */
  async confirmForgotten({ email, code, new_password }: ConfirmForgotPasswordDto): Promise<OkDto> {
    const wait = await this.limits.codeTried(email);
    if (wait !== null) throw tooManyCodes(wait);
    await meaning(
      {
        ...PASSWORD_REFUSALS,
        CodeMismatchException: invalidCode,
        ExpiredCodeException: invalidCode,
        NotAuthorizedException: invalidCode,
        UserNotFoundException: invalidCode,
        UserNotConfirmedException: invalidCode,
        InvalidParameterException: invalidCode,
      },
      this.cognito.confirmForgotPassword(email, code, new_password),
    );
    const user = await meaning({}, this.cognito.user(email));
    await meaning({}, this.cognito.signOutEverywhere(user.username));
    await this.signOuts.signOutEverywhere({ issuer: this.environment.cognito.issuer, subject: user.subject });
    return OK;
  }

  async change(accessToken: string, { previous_password, new_password }: ChangePasswordDto): Promise<OkDto> {
    if (!hasOwnAccountScope(accessToken)) throw scopeMissing();
    await meaning(
      {
        ...PASSWORD_REFUSALS,
        NotAuthorizedException: invalidCredentials,
        InvalidParameterException: invalidCredentials,
      },
      this.cognito.changePassword(accessToken, previous_password, new_password),
    );
    return OK;
  }
}

/** Reads the scopes of a token that the guard has verified. */
function hasOwnAccountScope(accessToken: string): boolean {
  const claims = jwt.decode(accessToken, { json: true });
  return String(claims?.['scope'] ?? '')
    .split(' ')
    .includes(OWN_ACCOUNT);
}
