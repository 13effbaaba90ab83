import { randomInt } from 'node:crypto';
import { invalidPassword } from '../errors.ts';
import { randomText } from '../secrets.ts';
import type { PasswordPolicy } from '../store/pool-settings.ts';

const LOWER = 'abcdefghijkmnopqrstuvwxyz';
const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = '23456789';
const SYMBOLS = '!@#$%&*-_=+?';
/** The characters that count as symbols (DG managing-users-passwords.html); a space inside counts too. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|(?<=\S) (?=\S)/;
const MAXIMUM_LENGTH = 256;

/** @throws InvalidPasswordException with the first rule that is broken, in the service's words */
export function assertPolicy(policy: PasswordPolicy, password: string): void {
  const broken = brokenRule(policy, password);
  if (broken !== undefined) throw invalidPassword(`Password did not conform with policy: ${broken}`);
}

/** A temporary password that fits the policy. */
export function generatePassword(policy: PasswordPolicy): string {
  const all = LOWER + UPPER + DIGITS + SYMBOLS;
  const sure = [LOWER, UPPER, DIGITS, SYMBOLS].map((alphabet) => randomText(1, alphabet)).join('');
  const password = sure + randomText(Math.max(policy.minimumLength, 12) - sure.length, all);
  return shuffle([...password]).join('');
}

function brokenRule(policy: PasswordPolicy, password: string): string | undefined {
  if (password.length < policy.minimumLength) return 'Password not long enough';
  if (password.length > MAXIMUM_LENGTH) return 'Password too long';
  if (policy.requireUppercase && !/\p{Lu}/u.test(password)) return 'Password must have uppercase characters';
  if (policy.requireLowercase && !/\p{Ll}/u.test(password)) return 'Password must have lowercase characters';
  if (policy.requireNumbers && !/\d/.test(password)) return 'Password must have numeric characters';
  if (policy.requireSymbols && !SYMBOL.test(password)) return 'Password must have symbol characters';
  if (/^\s|\s$/.test(password)) return 'Password must not begin or end with a space';
  return undefined;
}

function shuffle(characters: string[]): string[] {
  return characters
    .map((character) => ({ character, order: randomInt(2 ** 32) }))
    .sort((a, b) => a.order - b.order)
    .map(({ character }) => character);
}
