import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { SystemPrisma } from '../platform/database/system-prisma.ts';

interface Signing {
  readonly tenantId: string;
  readonly id: string;
  readonly secretNumber: number;
}

/** The secrets that webhooks are signed with: derived from one key of the installation, so that none is stored. */
@Injectable()
export class ChannelSecrets {
  private key: Promise<Buffer> | undefined;

  constructor(private readonly system: SystemPrisma) {}

  /** @returns `whsec_` and 256 bits, which are another one for each channel and each of its numbers */
  async of({ tenantId, id, secretNumber }: Signing): Promise<string> {
    const secret = createHmac('sha256', await this.readKey())
      .update(JSON.stringify([tenantId, id, secretNumber]))
      .digest('base64url');
    return `whsec_${secret}`;
  }

  private readKey(): Promise<Buffer> {
    this.key ??= this.system.applicationSecret
      .findUniqueOrThrow({ where: { name: 'webhook' } })
      .then(({ value }) => Buffer.from(value))
      .catch((error: unknown) => {
        this.key = undefined;
        throw error;
      });
    return this.key;
  }
}
