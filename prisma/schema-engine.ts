import type { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import type pg from 'pg';
import { prismaFolder, readMigrations } from '../src/platform/database/migration-files.ts';

const NO_EXTERNAL_OBJECTS = { externalTables: [], externalEnums: [] };

/**
 * Prisma's own schema engine, compiled to WebAssembly: what `prisma migrate deploy` does, without the engine
 * that the CLI would have to download first.
 */
export class Migrations {
  private readonly engine: SchemaEngine;
  private readonly schema: string;
  private readonly list: MigrationList;

  private constructor(engine: SchemaEngine, schema: string, list: MigrationList) {
    this.engine = engine;
    this.schema = schema;
    this.list = list;
  }

  static async load(pool: pg.Pool): Promise<Migrations> {
    await instantiate();
    const schema = await readFile(join(prismaFolder(), 'schema.prisma'), 'utf8');
    const engine = await bindings.SchemaEngine.new(
      { datamodels: [['schema.prisma', schema]] },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(migrationAdapter(pool)),
    );
    return new Migrations(engine, schema, await migrationList());
  }

  /** Applies what `_prisma_migrations` lacks. Returns the names, oldest first. */
  async apply(): Promise<string[]> {
    const { appliedMigrationNames } = await this.engine.applyMigrations({
      migrationsList: this.list,
      filters: NO_EXTERNAL_OBJECTS,
    });
    return appliedMigrationNames;
  }

  /**
   * The SQL that would still be needed to make the database what `schema.prisma` says; empty when they agree.
   * Prisma compares tables, columns, keys and indexes. Policies, grants, checks and triggers are beyond it:
   * the start-up check and the catalogue test look at those.
   */
  async drift(): Promise<string> {
    const files = [{ path: 'schema.prisma', content: this.schema }];
    const { stdout } = await this.engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: prismaFolder() },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: NO_EXTERNAL_OBJECTS,
    });
    const sql = stdout?.trim() ?? '';
    return sql === '-- This is an empty migration.' ? '' : sql;
  }

  close(): void {
    this.engine.free();
  }
}

/** The two functions used; Node's type declarations leave WebAssembly to those of browsers. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<{ readonly exports: Record<string, unknown> }>;
};

let instantiated: Promise<void> | undefined;

/** Node imports `.wasm` modules from 24.5 on only; this works in every version that `engines` allows. */
function instantiate(): Promise<void> {
  instantiated ??= (async () => {
    const folder = dirname(
      createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'),
    );
    const module = await WebAssembly.compile(await readFile(join(folder, 'schema_engine_bg.wasm')));
    const { exports } = await WebAssembly.instantiate(module, { './schema_engine_bg.js': quietBindings() });
    bindings.__wbg_set_wasm(exports);
    (exports['__wbindgen_start'] as () => void)();
  })();
  return instantiated;
}

/** The engine leaves a timer of ten seconds behind; no process should wait for that before it ends. */
function quietBindings(): object {
  return Object.fromEntries(
    Object.entries(bindings).map(([name, value]) => {
      if (!name.startsWith('__wbg_setTimeout_')) return [name, value];
      const setTimer = value as unknown as (work: unknown, milliseconds: number) => NodeJS.Timeout;
      return [name, (work: unknown, milliseconds: number) => setTimer(work, milliseconds).unref()];
    }),
  );
}

/** Object identifiers in pg_type of `"char"` and of `real`, which no catalogue query of the engine returns. */
const CHAR = 18;
const REAL = 700;

/**
 * Two things that the adapter lacks for migrations. It cuts scripts at every `;`, which breaks function bodies;
 * PostgreSQL takes a whole script as it is and runs it as one transaction, so a migration is applied completely
 * or not at all. And it refuses columns of the catalogue's type `"char"`, from which the engine reads keys and
 * checks: they pass it under the name of a type that it knows, and get their own name back behind it.
 */
function migrationAdapter(pool: pg.Pool): PrismaPg {
  pool.on('connect', (client) => {
    (client as unknown as { connection: EventEmitter }).connection.on('rowDescription', renameChar);
  });
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.Float ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    adapter.executeScript = async (script) => {
      await pool.query(script);
    };
    return adapter;
  };
  return factory;
}

function renameChar({ fields }: { fields: { dataTypeID: number }[] }): void {
  for (const field of fields) if (field.dataTypeID === CHAR) field.dataTypeID = REAL;
}

async function migrationList(): Promise<MigrationList> {
  const migrations = await readMigrations();
  const folder = join(prismaFolder(), 'migrations');
  return {
    baseDir: folder,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(folder, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}
