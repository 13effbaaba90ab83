import type { Membership } from '../platform/database/generated/client.ts';

/** How the audit names a change of a membership. */
export function memberTarget(
  action: 'join' | 'invite' | 'update' | 'remove',
  { subject }: Pick<Membership, 'subject'>,
) {
  return { action: `member.${action}`, targetType: 'member', targetId: subject };
}
