'use server';
import { cookies } from 'next/headers';
import { LOCALE_COOKIE, isLocale } from '@/i18n/locales';
import { CHOSEN_TIME_ZONE_COOKIE, knownTimeZone } from '@/i18n/time-zone';
import { isHttps } from './settings';
import { TENANT_COOKIE } from './tenant';

const YEAR = 365 * 24 * 3_600;

export async function chooseLanguage(locale: string): Promise<void> {
  if (isLocale(locale)) await remember(LOCALE_COOKIE, locale);
}

/** Remembered as a hint alone: whose tenant it is, is asked again on every read. */
export async function chooseTenant(tenantId: string): Promise<void> {
  if (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(tenantId)) await remember(TENANT_COOKIE, tenantId);
}

/** @param zone empty: that of the browser, from now on */
export async function chooseTimeZone(zone: string): Promise<void> {
  // The page looks at it as well, so as not to tell the browser's own.
  if (zone === '') (await cookies()).delete(CHOSEN_TIME_ZONE_COOKIE);
  else await remember(CHOSEN_TIME_ZONE_COOKIE, knownTimeZone(zone), { httpOnly: false });
}

async function remember(name: string, value: string, { httpOnly = true } = {}): Promise<void> {
  (await cookies()).set(name, value, {
    httpOnly,
    sameSite: 'lax',
    path: '/',
    secure: isHttps(),
    maxAge: YEAR,
  });
}
