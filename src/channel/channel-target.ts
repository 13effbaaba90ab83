import type { Environment } from '../platform/config/environment.ts';
import { InvalidRequest, type FieldError } from '../platform/http/problem.ts';
import { outboundUrlFault } from '../platform/net/outbound-url.ts';
import { emailUnavailable } from './channel-problems.ts';

interface Target {
  readonly type: string;
  readonly url?: string | null | undefined;
  readonly recipients?: readonly string[] | undefined;
}

/** What stands for the rest of an address that is not shown. */
const HIDDEN = '…';

/**
 * A channel leads somewhere, and nowhere else than its type does.
 * @throws {InvalidRequest} naming `url` or `recipients`, {BadRequest} `channel/email_unavailable`
 */
export function requireTarget(target: Target, environment: Environment): void {
  const faults = target.type === 'email' ? emailFaults(target) : urlFaults(target, environment);
  if (faults.length > 0) throw new InvalidRequest(faults);
  if (target.type === 'email' && environment.mail === undefined) throw emailUnavailable();
}

function emailFaults({ url, recipients = [] }: Target): FieldError[] {
  const faults: FieldError[] = [];
  if (url != null) faults.push({ field: 'url', message: 'is not for channels of the type email' });
  if (recipients.length === 0)
    faults.push({ field: 'recipients', message: 'must name at least one address' });
  return faults;
}

function urlFaults({ type, url, recipients = [] }: Target, environment: Environment): FieldError[] {
  const faults: FieldError[] = [];
  if (recipients.length > 0) {
    faults.push({ field: 'recipients', message: `is not for channels of the type ${type}` });
  }
  const fault = url == null ? 'must be given' : urlFault(url, environment);
  if (fault !== undefined) faults.push({ field: 'url', message: fault });
  return faults;
}

function urlFault(url: string, { allowPrivateWebhooks: allowPrivate }: Environment): string | undefined {
  // Sent back as it was shown: storing that would lose the address.
  if (url.endsWith(`/${HIDDEN}`)) return 'must be the whole address';
  return outboundUrlFault(url, { allowPrivate });
}

/** What an admin sees: of Slack not the path, as whoever knows it may post. */
export function shownUrl({
  type,
  url,
}: {
  readonly type: string;
  readonly url: string | null;
}): string | null {
  return type === 'slack' ? originOf(url) : url;
}

/** For the audit and the like, which more people read and for longer. */
export function originOf(url: string | null): string | null {
  return url === null ? null : `${new URL(url).origin}/${HIDDEN}`;
}
