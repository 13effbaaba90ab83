import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const CANDIDATES = [
  process.env['ALERTMANAGER'],
  '/usr/bin/prometheus-alertmanager',
  '/usr/bin/alertmanager',
  '/opt/homebrew/bin/alertmanager',
];

/** Where the program is, or why the tests with it are skipped. */
export const ALERTMANAGER: { readonly path: string } | { readonly missing: string } = find();

function find(): { path: string } | { missing: string } {
  const path = CANDIDATES.find((each) => each !== undefined && existsSync(each));
  return path === undefined ? { missing: 'there is no alertmanager on this machine' } : { path };
}

/** What Prometheus sends to `POST /api/v2/alerts`. */
export interface PrometheusAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly generatorURL?: string;
  /** RFC 3339. In the past: it is over. */
  readonly endsAt?: string;
}

export interface Alertmanager extends AsyncDisposable {
  post(alerts: readonly PrometheusAlert[]): Promise<void>;
  /** Samples of its own metrics that begin so, summed up. */
  metric(name: string): Promise<number>;
}

/**
 * Prometheus Alertmanager, on loopback alone, set up as the README says: what fires is sent to `receiver` after a second.
 *
 * @param receiver address of the webhook
 * @param apiKey its `authorization.credentials`
 */
export async function startAlertmanager(receiver: string, apiKey: string): Promise<Alertmanager> {
  if ('missing' in ALERTMANAGER) throw new Error(ALERTMANAGER.missing);
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-alertmanager-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  await writeFile(join(folder, 'alertmanager.yml'), configuration(receiver, apiKey));
  const program = spawn(
    ALERTMANAGER.path,
    [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${url.slice('http://'.length)}`,
      '--cluster.listen-address=',
    ],
    { stdio: 'ignore' },
  );
  await ready(program, url);
  return {
    async post(alerts) {
      const headers = { 'Content-Type': 'application/json' };
      const body = JSON.stringify(alerts);
      const answer = await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    },
    async metric(name) {
      const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n');
      const samples = lines.filter((line) => line.startsWith(name));
      return samples.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => program.once('close', resolve));
      program.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(receiver: string, apiKey: string): string {
  return `route:
  receiver: tenantry
  group_by: [alertname]
  group_wait: 1s
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: tenantry
    webhook_configs:
      - url: ${receiver}
        send_resolved: true
        http_config:
          authorization:
            credentials: ${apiKey}
`;
}

async function ready(program: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (program.exitCode !== null) throw new Error(`alertmanager ended with ${program.exitCode}`);
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error('alertmanager does not listen');
}
