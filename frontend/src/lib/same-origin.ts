import 'server-only';
import { settings } from './settings';

/** Whether a page of ours sent this: another site's, `null` and none at all do not count. */
export function isSameOrigin(headers: Headers): boolean {
  return headers.get('origin') === settings().origin;
}
