import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { en } from '../../messages/en';
import { ja } from '../../messages/ja';
import { LOCALE_COOKIE, isLocale, preferredLocale } from './locales';
import { TIME_ZONE_COOKIE, knownTimeZone } from './time-zone';

const MESSAGES = { en, ja };

export default getRequestConfig(async () => {
  const jar = await cookies();
  const chosen = jar.get(LOCALE_COOKIE)?.value;
  const locale = isLocale(chosen) ? chosen : preferredLocale((await headers()).get('accept-language'));
  const timeZone = knownTimeZone(jar.get(TIME_ZONE_COOKIE)?.value);
  return { locale, messages: MESSAGES[locale], timeZone, now: new Date() };
});
