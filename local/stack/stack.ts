import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCognito } from '@tenantry/local-cognito';
import { migrate } from '../../prisma/migrate.ts';
import { seedCognito, seedDemo } from '../../prisma/seed.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../postgres/index.ts';
import { build, buildWeb } from './build.ts';
import { cognitoVariables, startCognito } from './cognito.ts';
import { startMailServer } from './mail.ts';
import type { StackOptions } from './options.ts';
import { isForDemo } from './demo-database.ts';
import { requireFreePort } from './ports.ts';
import { StackProcess } from './process.ts';
import type { Progress } from './progress.ts';
import { noteRunning, noteStopped, noteVariables, runningStack } from './running.ts';
import { startWeb, webVariables } from './web.ts';
import { welcome } from './welcome.ts';

interface Database {
  readonly ownerUrl: string;
  readonly runtimeUrl: string;
}

/** All the processes of a local product, started in their order and stopped in the opposite one. */
export class Stack {
  private readonly progress: Progress;
  private readonly stops: (() => Promise<void>)[] = [];
  private readonly processes: StackProcess[] = [];
  private options: StackOptions | undefined;
  private seeded = false;

  constructor(progress: Progress) {
    this.progress = progress;
  }

  /** @throws {Error} whose message says what is in the way */
  async start(options: StackOptions): Promise<void> {
    this.options = options;
    await mkdir(options.directory, { recursive: true });
    const running = await runningStack(options.directory);
    if (running !== undefined) {
      throw new Error(
        `The stack in ${options.directory} is running already (process ${running}). LOCAL_DIR names another.`,
      );
    }
    await requireFreePort(options.ports.api, 'PORT');
    if (options.userPoolId === undefined) await requireFreePort(options.ports.cognito, 'COGNITO_PORT');
    if (options.web) await requireFreePort(options.ports.web, 'WEB_PORT');
    await noteRunning(options.directory);
    this.stops.push(() => noteStopped(options.directory));
    const [database] = await Promise.all([this.startDatabase(options), this.buildUnlessWatching(options)]);
    const cognito = await this.startCognito(options);
    const mail = await this.startMail(options, cognito);
    await this.seed(options, database, cognito);
    const standIns = { ...(cognito && cognitoVariables(options, cognito)), ...mail };
    await this.startApi(options, database, standIns);
    if (options.web && cognito !== undefined) await this.startWeb(options, cognito);
    await noteVariables(options.directory, {
      ...standIns,
      DATABASE_URL: database.runtimeUrl,
      ...(options.web && cognito && webVariables(options, cognito)),
    });
  }

  /** Resolves with what is to be said when a process of the stack ends by itself. */
  get crashed(): Promise<string> {
    return Promise.race(this.processes.map(({ crashed }) => crashed));
  }

  welcome(): string {
    return this.options === undefined ? '' : welcome(this.options, this.seeded);
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0).reverse()) {
      await stop().catch((error: unknown) => this.progress.fail(String(error)));
    }
  }

  private async startDatabase(options: StackOptions): Promise<Database> {
    const database = await this.databaseOf(options);
    if (database.ownerUrl === database.runtimeUrl) {
      this.progress.say(
        '  Without DATABASE_OWNER_URL nothing is migrated; run npm run db:migrate when it is time',
      );
    } else {
      await this.progress.step('Migrations', () => migrate({ ...database, log: this.detail }));
    }
    return database;
  }

  private async databaseOf(options: StackOptions): Promise<Database> {
    const { databaseUrl, databaseOwnerUrl } = options;
    if (databaseUrl === undefined) return this.progress.step('PostgreSQL', () => this.startPostgres(options));
    this.progress.say('  Using the database of DATABASE_URL');
    return { ownerUrl: databaseOwnerUrl ?? databaseUrl, runtimeUrl: databaseUrl };
  }

  private async startPostgres({ directory, ports }: StackOptions): Promise<EmbeddedPostgres> {
    const dataDir = join(directory, 'postgres');
    const server = await startEmbeddedPostgres({ dataDir, port: ports.postgres, log: this.detail });
    this.stops.push(() => server.stop());
    return server;
  }

  private async buildUnlessWatching({ watch, web }: StackOptions): Promise<void> {
    if (watch) return;
    await this.progress.step('Production build of the API', build);
    if (web) await this.progress.step('Production build of the web front end', buildWeb);
  }

  private async startCognito(options: StackOptions): Promise<LocalCognito | undefined> {
    if (options.userPoolId !== undefined) {
      this.progress.say(`  Using the user pool ${options.userPoolId}`);
      return undefined;
    }
    const cognito = await this.progress.step('Local Cognito', () => startCognito(options));
    this.stops.push(() => cognito.close());
    return cognito;
  }

  /** Demo users go into a pool of our own alone, and demo rows nowhere between somebody's real ones. */
  private async seed(options: StackOptions, { ownerUrl }: Database, cognito?: LocalCognito): Promise<void> {
    if (cognito === undefined || !(await isForDemo(ownerUrl))) return;
    this.seeded = true;
    const { COGNITO_USER_POOL_ID: userPoolId, COGNITO_ISSUER: issuer } = cognitoVariables(options, cognito);
    await this.progress.step('Demo data', async () => {
      const subjects = await seedCognito({ endpoint: cognito.url, region: options.region, userPoolId });
      await seedDemo({ ownerUrl, issuer, subjects, log: this.detail });
    });
  }

  /** Alerts can be tried out on one machine: mails lie in the outbox, and webhooks may go to a server of one's own. */
  private async startMail(options: StackOptions, cognito?: LocalCognito): Promise<Record<string, string>> {
    if (cognito === undefined) return {};
    const standIns = { LOCAL_STACK: '1', ALLOW_PRIVATE_WEBHOOKS: '1' };
    if (options.environment['SMTP_URL'] !== undefined) return standIns;
    const mail = await startMailServer((received) => cognito.receiveMail(received));
    this.stops.push(() => mail.close());
    return { ...standIns, SMTP_URL: mail.url, SMTP_FROM: 'Tenantry <alerts@tenantry.localhost>' };
  }

  private async startApi(
    options: StackOptions,
    { runtimeUrl }: Database,
    standIns: Record<string, string>,
  ): Promise<void> {
    const { ports, directory, watch } = options;
    const variables = {
      NODE_ENV: watch ? 'development' : 'production',
      ...options.environment,
      ...standIns,
      PORT: String(ports.api),
      DATABASE_URL: runtimeUrl,
    };
    await this.progress.step('API', async () => {
      const [command, args]: [string, string[]] = watch
        ? ['nest', ['start', '--watch']]
        : [process.execPath, ['local/stack/run-api.ts']];
      const logFile = watch ? {} : { logFile: join(directory, 'api.log') };
      const api = await StackProcess.start({ name: 'API', command, args, variables, ...logFile });
      this.keep(api);
      await api.ready(`http://localhost:${ports.api}/health/ready`);
    });
  }

  private startWeb(options: StackOptions, cognito: LocalCognito): Promise<void> {
    return this.progress.step('Web front end', async () => {
      const web = await startWeb(options, cognito);
      this.keep(web);
      await web.ready(`http://localhost:${options.ports.web}/sign-in`);
    });
  }

  private keep(started: StackProcess): void {
    this.processes.push(started);
    this.stops.push(() => started.stop());
  }

  private readonly detail = (line: string) => this.progress.say(`    ${line}`);
}
