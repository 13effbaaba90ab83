import type { NestExpressApplication } from '@nestjs/platform-express';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Deliveries, type AlertEventForChannels } from '../../src/channel/deliveries.ts';
import { PrismaService } from '../../src/tenancy/prisma.service.ts';
import { TenantService } from '../../src/tenancy/tenant.service.ts';
import { callerOn } from '../support/people.ts';
import { World, type Caller, type Tokens, type WorldOptions } from '../support/world.ts';
import { Receiver } from './receiver.ts';

export const CHANNELS = '/api/alert-channels';

interface DeliveryBody {
  readonly id: string;
  readonly status: string;
  readonly attempts: number;
  readonly event: string;
  readonly last_error: string | null;
  readonly response_status: number | null;
}

/** The product with receivers on this machine, and alerts that happen when a test says so. */
export class ChannelStage {
  private readonly receivers: Receiver[] = [];

  private constructor(
    readonly world: World,
    /** Admins of tenant_a and tenant_b. */
    readonly alice: Caller,
    readonly bob: Caller,
    readonly superuser: pg.Client,
    private readonly tokens: Tokens,
  ) {}

  static async start({ variables = {}, ...options }: WorldOptions = {}): Promise<ChannelStage> {
    const world = await World.start({ ...options, variables: { ALLOW_PRIVATE_WEBHOOKS: '1', ...variables } });
    const superuser = new pg.Client({ connectionString: world.database.superuserUrl });
    await superuser.connect();
    const tokens = await world.signIn('alice@example.com');
    const alice = world.as(tokens, 'tenant_a');
    const bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
    return new ChannelStage(world, alice, bob, superuser, tokens);
  }

  /** Alice at another instance. */
  aliceOn(app: NestExpressApplication): Caller {
    return callerOn(app, this.tokens, 'tenant_a');
  }

  async receiver(): Promise<Receiver> {
    const receiver = await Receiver.start();
    this.receivers.push(receiver);
    return receiver;
  }

  /** A webhook of tenant_a, unless other fields say otherwise. */
  async channel(fields: Readonly<Record<string, unknown>>): Promise<{ id: string; secret: string }> {
    const body = { name: randomUUID(), type: 'webhook', ...fields };
    return (await this.alice.post(CHANNELS).send(body).expect(201)).body as { id: string; secret: string };
  }

  /** Only the one channel is left: what happens concerns nobody else. */
  async removeChannels(): Promise<void> {
    const { body } = await this.alice.get(`${CHANNELS}?limit=100`).expect(200);
    for (const { id } of body.data as { id: string }[])
      await this.alice.delete(`${CHANNELS}/${id}`).expect(204);
  }

  /** An alert as the API shows it, with a row of its own. */
  async alert(
    severity = 'critical',
    title = 'Pump 7 is running hot',
  ): Promise<AlertEventForChannels['alert']> {
    const { rows } = await this.superuser.query<{ id: string }>(
      `WITH tenant AS (SELECT set_config('app.tenant_id', 'tenant_a', false) AS id)
       INSERT INTO alerts (tenant_id, title, severity, source) SELECT id, $1, $2, 'test' FROM tenant RETURNING id`,
      [title, severity],
    );
    return { id: rows[0]?.id ?? '', title, description: '94 °C at the bearing', severity, status: 'open' };
  }

  /** Happens, in one transaction, unless `then` throws. */
  async happen(
    events: readonly AlertEventForChannels[],
    then: () => void = () => undefined,
    on = this.world.app,
  ) {
    await this.inTenant(on, () =>
      on.get(PrismaService).$transaction(async (db) => {
        await on.get(Deliveries).enqueue(db, events);
        then();
      }),
    );
  }

  inTenant<T>(app: NestExpressApplication, work: () => Promise<T>): Promise<T> {
    return app.get(TenantService).run({ id: 'tenant_a', name: 'Acme', role: 'admin' }, work);
  }

  async deliveries(channel: string, query = ''): Promise<DeliveryBody[]> {
    const { body } = await this.alice.get(`${CHANNELS}/${channel}/deliveries?limit=100${query}`).expect(200);
    return body.data as DeliveryBody[];
  }

  async jobs(channel: string): Promise<number> {
    const { rows } = await this.superuser.query<{ jobs: number }>(
      'SELECT count(*)::int AS jobs FROM graphile_worker.jobs WHERE key = $1',
      [`tenant_a/${channel}`],
    );
    return rows[0]?.jobs ?? -1;
  }

  async close(): Promise<void> {
    await Promise.all(this.receivers.map((receiver) => receiver.close()));
    await this.superuser.end();
    await this.world.close();
  }
}
