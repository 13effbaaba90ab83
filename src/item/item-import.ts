import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { AuditLog } from '../audit/audit-log.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { Unavailable } from '../platform/http/problem.ts';
import type { ReceivedBody } from '../platform/http/received-body.ts';
import { IdempotencyKeys } from '../tenancy/idempotency-keys.ts';
import { PrismaService, type ScopedTransaction } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { ImportSlots } from './import-slots.ts';
import { ItemFile } from './item-file.ts';
import type { ImportedDto } from './item-files.dto.ts';
import { insertItems } from './item-rows.ts';
import type { CreateItemDto } from './item.dto.ts';

/** Milliseconds that an import may take in all, as long as its body may take to arrive. */
export const IMPORT_DEADLINE = 10 * 60_000;

/** Makes items of a CSV file while it arrives, in one transaction: all of them, or none. */
@Injectable()
export class ItemImport {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly audit: AuditLog,
    private readonly keys: IdempotencyKeys,
    private readonly slots: ImportSlots,
  ) {}

  /**
   * @throws {InvalidRequest} naming line and column of the first fifty faults
   * @throws {PayloadTooLarge} `request/too_large`, `item/too_many_rows`
   * @throws {TooManyRequests} `item/import_busy`
   */
  import(body: ReceivedBody, owner: Principal): Promise<ImportedDto> {
    return this.slots.during(this.tenants.id, async () => {
      const file = new ItemFile(body);
      try {
        await file.readHeader();
        const first = await file.batch();
        const answer = file.isFaulty ? undefined : await this.store(file, first, body, owner);
        return answer ?? (await file.refuse());
      } finally {
        await file.close();
      }
    });
  }

  /** @returns nothing when the file turned out faulty, and nothing was stored */
  private async store(
    file: ItemFile,
    first: CreateItemDto[],
    body: ReceivedBody,
    owner: Principal,
  ): Promise<ImportedDto | undefined> {
    let begun = false;
    const work = async (db: ScopedTransaction): Promise<ImportedDto> => {
      // The transaction would be run again after a conflict, but a file that came once cannot be read again.
      if (begun) throw new Unavailable('database');
      begun = true;
      const answer = { imported: await this.insert(db, file, first, owner) };
      body.requireSender();
      await this.audit.record(db, {
        action: 'item.import',
        targetType: 'item_import',
        targetId: randomUUID(),
        after: answer,
      });
      await this.keys.record(db, answer);
      return answer;
    };
    try {
      return await this.prisma.$transaction(work, { timeout: IMPORT_DEADLINE });
    } catch (error) {
      if (error instanceof FaultyFile) return undefined;
      throw error;
    }
  }

  private async insert(
    db: ScopedTransaction,
    file: ItemFile,
    first: CreateItemDto[],
    { subject: owner }: Principal,
  ): Promise<number> {
    // Between two statements the next thousand rows have to arrive, from wherever.
    await db.$executeRaw`SELECT set_config('idle_in_transaction_session_timeout', '60s', true)`;
    let imported = 0;
    for (let items = first; items.length > 0; items = await file.batch()) {
      imported += await db.$executeRaw(insertItems({ tenant: this.tenants.id, owner, items }));
    }
    if (file.isFaulty) throw new FaultyFile();
    return imported;
  }
}

/** Ends the transaction; the faults are told afterwards. */
class FaultyFile extends Error {}
