import pg from 'pg';

/** What row-level security compares rows with. Whatever is absent is set to `''`, which matches nothing. */
export interface RowSettings {
  readonly tenantId?: string | undefined;
  /** With {@link subject}: whose own memberships may be read across tenants. */
  readonly issuer?: string | undefined;
  readonly subject?: string | undefined;
}

/** Prepared once on each connection, by {@link prepareSettings}. */
export const SETTINGS_STATEMENT = {
  name: 'row_settings',
  text: `SELECT set_config('app.tenant_id', $1, true), set_config('app.issuer', $2, true), set_config('app.subject', $3, true)`,
};

/**
 * These read no rows, and must come through as they are: in a failed transaction every statement before
 * ROLLBACK would be refused, and SET TRANSACTION must be the first one of its transaction.
 */
const TRANSACTION_CONTROL =
  /^\s*(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|SET\s+TRANSACTION)\b/i;

/** The part of pg's connection that a query writes to. */
interface Wire {
  bind(message: { portal: string; statement: string; values: readonly string[] }): void;
  execute(message: { portal: string }): void;
}

/** Members of pg's Query that its type declarations leave out. */
interface QueryInternals {
  prepare(wire: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
}
const BaseQuery = pg.Query as unknown as new (
  config: string | pg.QueryConfig,
  values: unknown[] | undefined,
) => QueryInternals & pg.Submittable;

/**
 * A statement that brings its row settings along: Bind and Execute of `set_config(…, true)` and the statement
 * itself go out before one Sync, which makes them one implicit transaction in one round trip. Inside an
 * explicit transaction the settings are made again with each statement. They never outlive the transaction,
 * so nothing leaks to the connection's next user, be it behind PgBouncer.
 */
export class TenantQuery extends BaseQuery {
  private readonly settings: readonly string[] | undefined;
  private settingsPending = false;

  constructor(config: string | pg.QueryConfig, values: unknown[] | undefined, settings: RowSettings) {
    super(config, values);
    const text = typeof config === 'string' ? config : config.text;
    if (TRANSACTION_CONTROL.test(text)) return;
    this.settings = [settings.tenantId ?? '', settings.issuer ?? '', settings.subject ?? ''];
  }

  /** The simple protocol would take several statements at once, and settings for none of them. */
  requiresPreparation(): boolean {
    return true;
  }

  override prepare(wire: Wire): void {
    if (this.settings) {
      this.settingsPending = true;
      wire.bind({ portal: '', statement: SETTINGS_STATEMENT.name, values: this.settings });
      wire.execute({ portal: '' });
    }
    super.prepare(wire);
  }

  override handleDataRow(message: unknown): void {
    if (!this.settingsPending) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.settingsPending) this.settingsPending = false;
    else super.handleCommandComplete(message, wire);
  }
}
