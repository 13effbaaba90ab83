import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { EventReader } from '../support/event-reader.ts';
import type { World } from '../support/world.ts';
import { crew, type Crew } from './crew.ts';

interface Following {
  readonly app?: NestExpressApplication;
  readonly token?: string;
  readonly tenant?: string;
  readonly after?: bigint | undefined;
}

/** Two instances of the application, and readers of their streams. */
export class StreamStage {
  private readonly readers: EventReader[] = [];

  private constructor(
    readonly crew: Crew,
    /** The second instance. */
    readonly other: NestExpressApplication,
    /** Row-level security does not hold it. */
    readonly superuser: pg.Client,
  ) {}

  static async start(): Promise<StreamStage> {
    const people = await crew();
    const superuser = new pg.Client({ connectionString: people.world.database.superuserUrl });
    await superuser.connect();
    return new StreamStage(people, await people.world.anotherInstance(), superuser);
  }

  get world(): World {
    return this.crew.world;
  }

  /** By default as alice at the first instance. @throws {Error} with status and body when there is no stream */
  async follow({
    app = this.world.app,
    token = this.crew.tokens.access_token,
    tenant = 'tenant_a',
    after,
  }: Following = {}): Promise<EventReader> {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const reader = await EventReader.open(`http://127.0.0.1:${port}/api/alerts/stream`, {
      Authorization: `Bearer ${token}`,
      'X-Tenant-Id': tenant,
      ...(after !== undefined && { 'Last-Event-ID': String(after) }),
    });
    this.readers.push(reader);
    return reader;
  }

  /** Rows that no instance tells of. */
  async plant(count: number, description: string | null): Promise<string[]> {
    await this.superuser.query("SELECT set_config('app.tenant_id', 'tenant_a', false)");
    const { rows } = await this.superuser.query<{ id: string }>(
      `INSERT INTO alerts (tenant_id, title, source, description)
       SELECT 'tenant_a', 'Planted ' || n, 'sql', $2 FROM generate_series(1, $1) AS n RETURNING id`,
      [count, description],
    );
    return rows.map(({ id }) => id);
  }

  closeReaders(): void {
    this.readers.splice(0).forEach((reader) => reader.close());
  }

  async close(): Promise<void> {
    this.closeReaders();
    await this.superuser.end();
    await this.other.close();
    await this.world.close();
  }
}
