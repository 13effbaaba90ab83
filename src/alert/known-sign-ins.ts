import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { createHash } from 'node:crypto';
import type { SignInEvent } from '../auth/sign-in-events.ts';
import { SystemPrisma } from '../platform/database/system-prisma.ts';

/** One sign-in in so many tidies up behind all of them. */
const TIDY_ONE_IN = 500;

interface Trait {
  readonly kind: 'address' | 'device';
  readonly hash: string;
}

/**
 * From where and with what each user has signed in before. Of users, not of tenants; hashes alone. What has not been
 * used for 180 days counts as new again.
 */
@Injectable()
export class KnownSignIns {
  constructor(private readonly prisma: SystemPrisma) {}

  /** Remembers the sign-in. @returns what of it had not been seen before */
  async remember(event: SignInEvent): Promise<readonly Trait[]> {
    const { issuer, subject } = event.principal;
    if (Math.random() * TIDY_ONE_IN < 1) await this.tidy();
    const seen = await this.prisma.$queryRaw<(Trait & { readonly isNew: boolean })[]>`
      INSERT INTO known_sign_ins AS known (issuer, subject, kind, hash)
      SELECT ${issuer}, ${subject}, kind, hash
      FROM json_to_recordset(${JSON.stringify(traitsOf(event))}::json) AS trait (kind text, hash text)
      ORDER BY kind
      ON CONFLICT (issuer, subject, kind, hash) DO UPDATE SET last_seen_at = now()
        WHERE known.last_seen_at < now() - interval '1 day'
      RETURNING new.kind, new.hash, coalesce(old.last_seen_at < now() - interval '180 days', true) AS "isNew"`;
    return seen.filter(({ isNew }) => isNew).map(({ kind, hash }) => ({ kind, hash }));
  }

  /** For what could not be told: the next sign-in tries again. */
  async forget({ principal: { issuer, subject } }: SignInEvent, traits: readonly Trait[]): Promise<void> {
    const hashes = traits.map(({ hash }) => hash);
    await this.prisma.knownSignIn.deleteMany({ where: { issuer, subject, hash: { in: hashes } } });
  }

  private async tidy(): Promise<void> {
    await this.prisma
      .$executeRaw`DELETE FROM known_sign_ins WHERE last_seen_at < now() - interval '180 days'`;
  }
}

function traitsOf({ address, device }: SignInEvent): Trait[] {
  return [
    ...(address === undefined ? [] : [{ kind: 'address' as const, hash: hash(networkOf(address)) }]),
    // Without its numbers: a browser that renews itself is no other device.
    { kind: 'device', hash: hash((device ?? '').replaceAll(/[\d._]+/g, '')) },
  ];
}

/** An IPv4 address; of IPv6 the 64 bits of the network, as a host changes the rest by itself (RFC 8981). */
function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return ipaddr.IPv6.parse(address).parts.slice(0, 4).join(':');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
