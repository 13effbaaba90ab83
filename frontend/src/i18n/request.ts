import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import en from '../../messages/en.json';
import ja from '../../messages/ja.json';
import { LOCALE_COOKIE, isLocale, preferredLocale } from './locales';

const MESSAGES = { en, ja };

export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  const locale = isLocale(chosen) ? chosen : preferredLocale((await headers()).get('accept-language'));
  return { locale, messages: MESSAGES[locale], timeZone: 'UTC', now: new Date() };
});
