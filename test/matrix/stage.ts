import { randomUUID } from 'node:crypto';
import { Stage, type Api } from '../tenancy/stage.ts';
import { hashOfApiKey, makeApiKey } from '../../src/tenancy/api-key.ts';
import { World } from '../support/world.ts';
import { API_KEYS, DOMAIN, MEMBERS, naming, type Actor, type Setting } from './cast.ts';
import { questionOf, type Values } from './cases.ts';
import type { Route } from './routes.ts';

/** Stands in everything that tenant_b has. */
export const CANARY = `canary${randomUUID().replaceAll('-', '').slice(0, 12)}`;

/** Header by which every request is sent with the same id, so that equal answers are equal bytes. */
export const SAME_ID = { 'X-Request-Id': 'matrix' };

/** The stage with tenant_b full of canaries, and users of every kind around it. */
export class MatrixStage {
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly world: World,
    readonly stage: Stage,
    /** The rows of tenant_b whose ids are tried everywhere. */
    private readonly rows: Readonly<Record<'item' | 'alert' | 'apiKey' | 'channel' | 'delivery', string>>,
    /** What machines send. */
    private readonly apiKeys: ReadonlyMap<string, string>,
  ) {}

  static async start(): Promise<MatrixStage> {
    const world = await World.start();
    const stage = await Stage.start({ database: world.database, variables: world.variables });
    await stage.plant(MEMBERS);
    await stage.plant([
      { tenant: 'tenant_b', subject: CANARY, email: `${CANARY}@example.com` },
      { tenant: 'tenant_b', subject: `${CANARY}-2`, email: `${CANARY}-2@example.com` },
    ]);
    const items = await stage.sqlIn(
      'tenant_b',
      `INSERT INTO items (owner_sub, name, description, tags, attributes)
       SELECT owner, word || n, word, ARRAY[word], jsonb_build_object(word, word)
       FROM (SELECT $1::text AS word) AS c, unnest(ARRAY[$1, 'admin-of-b']) AS owner, generate_series(1, 3) AS n
       RETURNING id`,
      [CANARY],
    );
    const item = String(items[0]?.['id']);
    await stage.sqlIn(
      'tenant_b',
      `INSERT INTO audit_entries (actor_sub, action, target_type, target_id, before, after)
       SELECT word, word, 'item', $2, jsonb_build_object(word, word), jsonb_build_object(word, word) FROM (SELECT $1::text AS word) AS c, generate_series(1, 3)`,
      [CANARY, item],
    );
    const apiKeys = new Map<string, string>();
    for (const name of Object.keys(API_KEYS)) apiKeys.set(name, await plantApiKey(stage, name as PlantedKey));
    const keys = await stage.sql(
      `INSERT INTO api_keys (tenant_id, name, prefix, key_hash, scopes, created_by_sub)
       SELECT 'tenant_b', word, word, sha256('x'), '{alerts:write}', word FROM (SELECT $1::text AS word) AS c
       RETURNING id`,
      [CANARY],
    );
    const rows = {
      item,
      alert: await plantAlerts(stage, item),
      apiKey: String(keys[0]?.['id']),
      ...(await plantChannels(stage)),
    };
    return new MatrixStage(world, stage, rows, apiKeys);
  }

  open({ mode, use, strict }: Setting): Promise<Api> {
    return this.stage.open({
      TENANT_MODE: mode,
      TENANT_MAIN_DOMAIN: DOMAIN,
      TENANT_STRICT: strict ? '1' : '0',
      COGNITO_PREFERRED_TOKEN_USE: use,
    });
  }

  /** How `actor` says who it is and which tenant it means. */
  headersOf(setting: Setting, actor: Actor): Record<string, string> {
    const named = { ...SAME_ID, ...naming(setting, actor.names) };
    const key = actor.apiKey && this.apiKeys.get(actor.apiKey);
    if (key !== undefined) return { ...named, 'X-Tenant-Id': actor.names, Authorization: `Bearer ${key}` };
    if (actor.token === 'none') return named;
    const other = setting.use === 'access' ? 'id' : 'access';
    return { ...named, Authorization: this.bearer(actor, actor.token === 'other use' ? other : setting.use) };
  }

  /** tenant_b's own values, and such as nobody has. */
  values(cursors: Readonly<Record<string, string>>): { foreign: Values; random: Values } {
    const unknown = CANARY.replace('canary', 'nobody');
    const randomCursors = Object.entries(cursors).map(([route, cursor]) => [
      route,
      Buffer.from(randomUUID().repeat(20)).toString('base64url').slice(0, cursor.length),
    ]);
    return {
      foreign: {
        ...this.rows,
        subject: CANARY,
        tenant: 'tenant_b',
        key: `key-of-${CANARY}`,
        word: CANARY,
        tag: CANARY,
        cursors,
        email: 'invited@example.com',
      },
      random: {
        item: randomUUID(),
        apiKey: randomUUID(),
        alert: randomUUID(),
        channel: randomUUID(),
        delivery: randomUUID(),
        subject: unknown,
        tenant: 'tenant_x',
        key: `key-of-${unknown}`,
        word: unknown,
        tag: unknown,
        cursors: Object.fromEntries(randomCursors) as Record<string, string>,
        email: 'invited-too@example.com',
      },
    };
  }

  /** Of tenant_b, for every list there is. */
  async cursors(api: Api, setting: Setting, routes: readonly Route[]): Promise<Record<string, string>> {
    const headers = this.headersOf(setting, ADMIN_OF_B);
    const lists = routes.filter(
      ({ places, needs }) => needs.role !== null && places.some(({ holds }) => holds === 'cursor'),
    );
    const cursors = lists.map(async (list) => {
      const { name } = list;
      const { path } = questionOf(list, { name: '' }, this.values({}).foreign);
      const { status, text } = await api.ask({ path: `${path}?limit=1`, headers });
      const cursor = status === 200 ? (JSON.parse(text) as { next_cursor: string | null }).next_cursor : null;
      if (cursor === null) throw new Error(`${name}: no second page in tenant_b (${status})`);
      return [name, cursor] as const;
    });
    return Object.fromEntries(await Promise.all(cursors));
  }

  /** Lets somebody who works in both tenants send every request that can be repeated to tenant_b, key and all. */
  async answerOnce(api: Api, setting: Setting, routes: readonly Route[]): Promise<number> {
    const attempts = routes.flatMap((route) =>
      route.places
        .filter(({ holds }) => holds === 'key' && route.needs.role === 'member')
        .map((place) => {
          const asked = questionOf(route, { name: 'first', place }, this.values({}).foreign);
          const actor = route.needs.scope === null ? MEMBER_OF_BOTH : MACHINE_OF_B;
          return { ...asked, headers: { ...asked.headers, ...this.headersOf(setting, actor) } };
        }),
    );
    for (const asked of attempts) {
      const { status, text } = await api.ask(asked);
      if (status >= 300) throw new Error(`${asked.method ?? ''} ${asked.path}: ${status} ${text}`);
    }
    return attempts.length;
  }

  async close(): Promise<void> {
    await this.stage.close();
    await this.world.close();
  }

  private bearer({ subject, claim }: Actor, use: 'access' | 'id'): string {
    const key = JSON.stringify([subject, claim, use]);
    const token = this.tokens.get(key) ?? this.stage.token({ subject, use, claim });
    this.tokens.set(key, token);
    return `Bearer ${token}`;
  }
}

/** Of the first one, two comments and more of a timeline. */
async function plantAlerts(stage: Stage, item: string): Promise<string> {
  const alerts = await stage.sqlIn(
    'tenant_b',
    `INSERT INTO alerts (owner_sub, title, description, source, labels, item_id, assignee_issuer, assignee_sub)
     SELECT word, word || ' ' || n, word, word, jsonb_build_object(word, word), $2, $3, word
     FROM (SELECT $1::text AS word) AS c, generate_series(1, 3) AS n RETURNING id`,
    [CANARY, item, stage.pool.issuer],
  );
  const alert = String(alerts[0]?.['id']);
  await stage.sqlIn(
    'tenant_b',
    `INSERT INTO alert_events (alert_id, kind, actor_type, actor_id, actor_name, comment)
     SELECT $2, 'commented', 'user', word, word, word FROM (SELECT $1::text AS word) AS c, generate_series(1, 2)`,
    [CANARY, alert],
  );
  return alert;
}

/**
 * Nothing that goes out by them leaves this machine; and they are off, so that what the tenant's own alerts put into
 * them is not tried again and again, which would look like a change from outside.
 */
async function plantChannels(stage: Stage): Promise<{ channel: string; delivery: string }> {
  const [channel] = await stage.sqlIn(
    'tenant_b',
    `INSERT INTO alert_channels (name, type, url, enabled)
     SELECT $1 || n, 'webhook', 'https://127.0.0.1/' || $1, false FROM generate_series(1, 3) AS n RETURNING id`,
    [CANARY],
  );
  const [delivery] = await stage.sqlIn(
    'tenant_b',
    `INSERT INTO deliveries (channel_id, event, payload, status, last_error, finished_at)
     SELECT $1, 'test', jsonb_build_object('event', 'test', 'alert', null), status, $2, now()
     FROM unnest(ARRAY['dead', 'dead', 'delivered']) AS status RETURNING id`,
    [channel?.['id'], CANARY],
  );
  return { channel: String(channel?.['id']), delivery: String(delivery?.['id']) };
}

export const ADMIN_OF_B: Actor = {
  label: 'admin of the tenant',
  subject: 'admin-of-b',
  claim: 'tenant_b',
  names: 'tenant_b',
};

export const MACHINE_OF_B: Actor = {
  label: 'machine of the tenant',
  apiKey: 'of b',
  subject: '',
  names: 'tenant_b',
};

const MEMBER_OF_BOTH: Actor = { ...ADMIN_OF_B, label: 'member of both', subject: 'admin-of-a-member-of-b' };

type PlantedKey = keyof typeof API_KEYS;

/** @returns the key as a machine would send it. */
async function plantApiKey(stage: Stage, name: PlantedKey): Promise<string> {
  const { tenant, ...more }: Facts = API_KEYS[name];
  const { key, prefix } = makeApiKey(tenant);
  await stage.sql(
    `INSERT INTO api_keys (tenant_id, name, prefix, key_hash, scopes, created_by_sub, expires_at, revoked_at)
     VALUES ($1, $2, $3, $4, '{alerts:write}', 'admin', CASE WHEN $5 THEN now() END, CASE WHEN $6 THEN now() END)`,
    [
      tenant,
      name,
      prefix,
      hashOfApiKey(more.forged ? makeApiKey(tenant).key : key),
      more.expired ?? false,
      more.revoked ?? false,
    ],
  );
  return key;
}

interface Facts {
  readonly tenant: string;
  readonly expired?: boolean;
  readonly revoked?: boolean;
  readonly forged?: boolean;
}
