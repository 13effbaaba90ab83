import { Injectable } from '@nestjs/common';
import { currentActor, currentContext } from '../platform/context/request-context.ts';
import { Prisma } from '../platform/database/generated/client.ts';

type JsonObject = {
  readonly [name: string]: string | number | boolean | null | readonly string[] | JsonObject;
};

/** A change of one row: what was done, to which, and the changed fields before and after. */
export interface AuditRecord {
  /** `item.update`, `member.join`: what is acted on, a dot, what is done. */
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string;
  readonly before?: JsonObject;
  readonly after?: JsonObject;
}

/** The part of the tenant-scoped client, or of a transaction of it, that writing needs. */
interface AuditWriter {
  readonly auditEntry: { createMany(args: { data: AuditRow[] }): Promise<unknown> };
}

interface AuditRow extends AuditRecord {
  readonly actorIssuer: string | null;
  readonly actorSub: string | null;
  readonly requestId: string | null;
  readonly address: string | null;
}

/** Writes who did what to which row. Rows can be added and read; the database refuses all else. */
@Injectable()
export class AuditLog {
  /** @param db the transaction of the change itself: both are there, or neither */
  record(db: AuditWriter, record: AuditRecord): Promise<void> {
    return this.recordAll(db, [record]);
  }

  /** As {@link record}, for a change of many rows. */
  async recordAll(db: AuditWriter, records: readonly AuditRecord[]): Promise<void> {
    const circumstances = circumstancesOfNow();
    await db.auditEntry.createMany({ data: records.map((record) => ({ ...record, ...circumstances })) });
  }

  /**
   * The same as a part of the very statement that makes the change, for where a round trip of its own counts.
   *
   * @param tenant the tenant's id, for the statement to name it itself
   * @param columns what the statement has made, and which of its columns say what an {@link AuditRecord} says
   */
  insertion(tenant: string, columns: AuditColumns): Prisma.Sql {
    const { made, action, targetType, targetId, before, after } = columns;
    const { actorIssuer, actorSub, requestId, address } = circumstancesOfNow();
    return Prisma.sql`
      INSERT INTO audit_entries
        (tenant_id, actor_issuer, actor_sub, request_id, address, action, target_type, target_id, before, after)
      SELECT ${tenant}, ${actorIssuer}, ${actorSub}, ${requestId}, ${address},
        ${action}, ${targetType}, ${targetId}, ${before}, ${after}
      FROM ${made}`;
  }
}

/** SQL for each part of an {@link AuditRecord}, and for the table that it is made from. */
export type AuditColumns = Readonly<Record<'made' | keyof AuditRecord, Prisma.Sql>>;

function circumstancesOfNow(): Omit<AuditRow, keyof AuditRecord> {
  const context = currentContext();
  const actor = currentActor();
  return {
    actorIssuer: actor?.issuer ?? null,
    actorSub: actor?.id ?? null,
    requestId: context?.requestId ?? null,
    address: context?.address ?? null,
  };
}
