import { randomInt } from 'node:crypto';
import { attemptLimit, codeMismatch, expiredCode } from '../errors.ts';
import type { MessageKind } from '../hooks/outbox.ts';
import { sameSecret } from '../secrets.ts';
import type { Service } from '../service.ts';
import type { CodePurpose, User } from '../store/model.ts';

const HOUR_MS = 3_600_000;
/** Sign-up and verification codes live a day, password codes an hour (DG limits). */
const LIFETIME_MS: Record<CodePurpose, number> = {
  'sign-up': 24 * HOUR_MS,
  'forgot-password': HOUR_MS,
  'verify-email': 24 * HOUR_MS,
  'verify-phone_number': 24 * HOUR_MS,
};
/** A six-digit code must not be guessable. */
const TRIES = 5;

const SUBJECTS: Record<CodePurpose, { kind: MessageKind; subject: string; text: string }> = {
  'sign-up': { kind: 'sign-up', subject: 'Your verification code', text: 'Your confirmation code is' },
  'forgot-password': {
    kind: 'forgot-password',
    subject: 'Your password reset code',
    text: 'Your password reset code is',
  },
  'verify-email': {
    kind: 'verification',
    subject: 'Your verification code',
    text: 'Your verification code is',
  },
  'verify-phone_number': {
    kind: 'verification',
    subject: 'Your verification code',
    text: 'Your verification code is',
  },
};

export interface Delivery {
  readonly Destination: string;
  readonly DeliveryMedium: 'EMAIL' | 'SMS';
  readonly AttributeName: string;
}

/** Makes a code, puts it in the outbox and says where it went, masked. A former code of the purpose ends. */
export function sendCode(
  service: Service,
  user: User,
  purpose: CodePurpose,
  attribute: string,
  to: string,
): Delivery {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  user.codes[purpose] = { code, expiresAt: service.clock.now() + LIFETIME_MS[purpose], failures: 0 };
  const { kind, subject, text } = SUBJECTS[purpose];
  service.outbox.add({ to, subject, body: `${text} ${code}.`, kind, code });
  return deliveryTo(attribute, to);
}

export function deliveryTo(attribute: string, to: string): Delivery {
  return {
    Destination: masked(to),
    DeliveryMedium: attribute === 'email' ? 'EMAIL' : 'SMS',
    AttributeName: attribute,
  };
}

/**
 * Checks a code without using it up, so that a later fault (the password policy) does not cost it.
 * @throws ExpiredCodeException none asked for, or too old @throws CodeMismatchException
 * @throws LimitExceededException after too many wrong tries
 */
export function assertCode(service: Service, user: User, purpose: CodePurpose, given: string): void {
  const expected = user.codes[purpose];
  if (!expected || expected.expiresAt <= service.clock.now()) throw expiredCode();
  if (expected.failures >= TRIES) throw attemptLimit();
  if (!sameSecret(given, expected.code)) {
    expected.failures += 1;
    throw codeMismatch();
  }
}

/** `a***@e***`, as in CodeDeliveryDetails. */
function masked(to: string): string {
  const [local = '', domain] = to.split('@');
  if (domain === undefined) return `+*******${to.slice(-4)}`;
  return `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}
