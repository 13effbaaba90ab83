import 'server-only';
import { settings } from '@/lib/settings';

const TIMEOUT_MS = 5_000;

/**
 * The tenant that a user was given stands in the ID token alone: the API is shown it once at sign-in, and makes the user
 * a member. Whether it can be reached then is not asked: /no-access offers the sign-in again.
 */
export async function showClaim(idToken: string): Promise<void> {
  await fetch(`${settings().apiUrl}/api/user/memberships`, {
    headers: { Authorization: `Bearer ${idToken}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    cache: 'no-store',
  }).catch(() => undefined);
}
