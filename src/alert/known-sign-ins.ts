import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { createHash } from 'node:crypto';
import type { SignInEvent } from '../auth/sign-in-events.ts';
import { SystemPrisma } from '../platform/database/system-prisma.ts';

/** What has not been used for so long counts as new again. */
const KEEP_DAYS = 180;
const DAY = 86_400_000;

interface Trait {
  readonly kind: 'address' | 'device';
  readonly hash: string;
}

/** From where and with what each user has signed in before. Of users, not of tenants; hashes alone. */
@Injectable()
export class KnownSignIns {
  constructor(private readonly prisma: SystemPrisma) {}

  /** Remembers the sign-in. @returns what of it had not been seen before */
  async remember(event: SignInEvent): Promise<readonly Trait[]> {
    const { issuer, subject } = event.principal;
    const traits = traitsOf(event);
    await this.prisma.knownSignIn.deleteMany({
      where: { issuer, subject, lastSeenAt: { lt: new Date(Date.now() - KEEP_DAYS * DAY) } },
    });
    const fresh = await this.prisma.knownSignIn.createManyAndReturn({
      data: traits.map((trait) => ({ issuer, subject, ...trait })),
      skipDuplicates: true,
    });
    const { length } = traits;
    if (fresh.length < length) {
      await this.prisma.knownSignIn.updateMany({
        where: { issuer, subject, hash: { in: traits.map(({ hash }) => hash) } },
        data: { lastSeenAt: new Date() },
      });
    }
    return fresh.map(({ kind, hash }) => ({ kind: kind as Trait['kind'], hash }));
  }

  /** For what could not be told: the next sign-in tries again. */
  async forget({ principal: { issuer, subject } }: SignInEvent, traits: readonly Trait[]): Promise<void> {
    const hashes = traits.map(({ hash }) => hash);
    await this.prisma.knownSignIn.deleteMany({ where: { issuer, subject, hash: { in: hashes } } });
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
