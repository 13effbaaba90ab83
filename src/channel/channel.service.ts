import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import { Environment } from '../platform/config/environment.ts';
import { classifyDatabaseError } from '../platform/database/database-errors.ts';
import type { AlertChannel } from '../platform/database/generated/client.ts';
import { requireVersion, type ExpectedVersions } from '../platform/http/entity-tag.ts';
import type { PageQuery } from '../platform/http/page.dto.ts';
import { IdempotencyKeys } from '../tenancy/idempotency-keys.ts';
import { PrismaService, type ScopedTransaction } from '../tenancy/prisma.service.ts';
import { auditable, changes, channelTarget } from './channel-audit.ts';
import { ChannelJobs } from './channel-jobs.ts';
import { ChannelList } from './channel-list.ts';
import { hasNoSecret, nameTaken, noSuchChannel, overtaken } from './channel-problems.ts';
import { ChannelSecrets } from './channel-secrets.ts';
import { requireTarget } from './channel-target.ts';
import {
  ChannelDto,
  type ChannelPageDto,
  type ChannelWithSecretDto,
  type CreateChannelDto,
  type UpdateChannelDto,
} from './channel.dto.ts';

/** Where the tenant's alerts go out to. */
@Injectable()
export class ChannelService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: ChannelList,
    private readonly secrets: ChannelSecrets,
    private readonly jobs: ChannelJobs,
    private readonly audit: AuditLog,
    private readonly keys: IdempotencyKeys,
    private readonly environment: Environment,
  ) {}

  list(query: PageQuery): Promise<ChannelPageDto> {
    return this.pages.page(query);
  }

  /** @throws {NotFound} `channel/not_found` */
  async get(id: string): Promise<ChannelDto> {
    return ChannelDto.from(found(await this.prisma.alertChannel.findFirst({ where: { id } })));
  }

  /** @throws {InvalidRequest}, {BadRequest} `channel/email_unavailable`, {Conflict} `channel/name_taken` */
  async create(dto: CreateChannelDto): Promise<ChannelWithSecretDto> {
    requireTarget(dto, this.environment);
    return this.change(async (db) => {
      const row = await db.alertChannel.create({ data: { type: dto.type, ...columnsOf(dto) } as never });
      await this.audit.record(db, { ...channelTarget('create', row.id), after: auditable(row) });
      const made = await this.withSecret(row);
      await this.keys.record(db, made);
      return made;
    });
  }

  /**
   * @throws {NotFound} `channel/not_found`, {PreconditionFailed} `resource/changed`, {InvalidRequest},
   * {BadRequest} `channel/email_unavailable`, {Conflict} `channel/name_taken`, `channel/conflict`
   */
  update(id: string, dto: UpdateChannelDto, expected: ExpectedVersions): Promise<ChannelDto> {
    return this.change(async (db) => {
      const before = await this.current(db, id, expected);
      if (Object.keys(dto).length === 0) return ChannelDto.from(before);
      // What was right when it was chosen does not stand in the way of another change.
      if ('url' in dto || 'recipients' in dto) requireTarget({ ...before, ...dto }, this.environment);
      const after = await this.write(db, before, columnsOf(dto));
      if (after.enabled && !before.enabled) await this.jobs.wake(db, id);
      await this.audit.record(db, { ...channelTarget('update', id), ...changes(before, after) });
      return ChannelDto.from(after);
    });
  }

  /** Its deliveries go with it. @throws {NotFound} `channel/not_found`, {PreconditionFailed}, {Conflict} */
  async remove(id: string, expected: ExpectedVersions): Promise<void> {
    await this.prisma.$transaction(async (db) => {
      const before = await this.current(db, id, expected);
      const { count } = await db.alertChannel.deleteMany({ where: { id, version: before.version } });
      if (count === 0) throw overtaken();
      await this.audit.record(db, { ...channelTarget('delete', id), before: auditable(before) });
    });
  }

  /** The one before signs nothing any more. @throws as {@link update}, and {Conflict} `channel/no_secret` */
  rotateSecret(id: string, expected: ExpectedVersions): Promise<ChannelWithSecretDto> {
    return this.prisma.$transaction(async (db) => {
      const before = await this.current(db, id, expected);
      if (before.type !== 'webhook') throw hasNoSecret();
      const after = await this.write(db, before, { secretNumber: before.secretNumber + 1 });
      await this.audit.record(db, {
        ...channelTarget('rotate_secret', id),
        before: { secret_number: before.secretNumber },
        after: { secret_number: after.secretNumber },
      });
      return this.withSecret(after);
    });
  }

  private async withSecret(row: AlertChannel): Promise<ChannelWithSecretDto> {
    const secret = row.type === 'webhook' ? await this.secrets.of(row) : null;
    return { ...ChannelDto.from(row), secret };
  }

  private async current(
    db: ScopedTransaction,
    id: string,
    expected: ExpectedVersions,
  ): Promise<AlertChannel> {
    const row = found(await db.alertChannel.findFirst({ where: { id } }));
    requireVersion(expected, row.version);
    return row;
  }

  private async write(
    db: ScopedTransaction,
    { id, version }: AlertChannel,
    columns: Partial<AlertChannel>,
  ): Promise<AlertChannel> {
    const [after] = await db.alertChannel.updateManyAndReturn({
      where: { id, version },
      data: { ...columns, version: { increment: 1 } },
    });
    if (after === undefined) throw overtaken();
    return after;
  }

  /** The only unique value that people choose is the name. */
  private async change<T>(work: (db: ScopedTransaction) => Promise<T>): Promise<T> {
    try {
      return await this.prisma.$transaction(work);
    } catch (error) {
      throw classifyDatabaseError(error) === 'unique' ? nameTaken() : error;
    }
  }
}

function found(row: AlertChannel | null): AlertChannel {
  if (row === null) throw noSuchChannel();
  return row;
}

function columnsOf({ name, url, recipients, min_severity: minSeverity, enabled }: UpdateChannelDto) {
  const columns = { name, url, recipients, minSeverity, enabled };
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  ) as Partial<AlertChannel>;
}
