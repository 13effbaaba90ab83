import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { en } from '../../messages/en';
import { ja } from '../../messages/ja';
import { LOCALE_COOKIE, isLocale, preferredLocale } from './locales';
import { CHOSEN_TIME_ZONE_COOKIE, TIME_ZONE_COOKIE, knownTimeZone } from './time-zone';

const MESSAGES = { en, ja };

export default getRequestConfig(async () => {
  const jar = await cookies();
  const chosen = jar.get(LOCALE_COOKIE)?.value;
  const locale = isLocale(chosen) ? chosen : preferredLocale((await headers()).get('accept-language'));
  const zone = jar.get(CHOSEN_TIME_ZONE_COOKIE) ?? jar.get(TIME_ZONE_COOKIE);
  const timeZone = knownTimeZone(zone?.value);
  return { locale, messages: MESSAGES[locale], timeZone, now: new Date() };
});
