import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { LOGIN_HINT, pool } from '../../local/stack/cognito.ts';
import { readOptions } from '../../local/stack/options.ts';
import { readEnvironment } from '../../src/platform/config/read-environment.ts';
import { lastOf, readDockerfile } from './dockerfile.ts';

interface Service {
  readonly build?: string | { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly network_mode?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
}

const text = await readFile('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);
const described = new Set(
  [...(await readFile('.env.example', 'utf8')).matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name),
);
/** What the AWS SDK, and not the product, reads. */
const OF_AWS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'];
const OF_POSTGRES = ['POSTGRES_DB', 'POSTGRES_PASSWORD'];

const dockerfileOf = ({ build }: Service) =>
  build === undefined ? undefined : typeof build === 'string' ? `${build}/Dockerfile` : build.dockerfile;

describe('docker-compose.yml', () => {
  it('builds from Dockerfiles that are there, and runs programs that they hold', async () => {
    const built = services.filter(([, service]) => service.build !== undefined);
    expect(built.map(([name]) => name).sort()).toEqual(['api', 'cognito', 'migrate', 'seed', 'web']);
    for (const [name, service] of built) {
      const program = service.command?.[1];
      if (program === undefined) continue;
      const source = program.replace(/^dist\/(.*)\.js$/, '$1.ts').replace(/^bin\//, 'local/cognito/bin/');
      expect([name, service.command?.[0], existsSync(source)]).toEqual([name, 'node', true]);
      expect(await readDockerfile(dockerfileOf(service) ?? '')).not.toEqual([]);
    }
  });

  it('uses variables that .env.example describes, and no secret of its own', () => {
    const asked = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    const given = services.flatMap(([, { environment = {} }]) => Object.keys(environment));
    const unknown = [...asked, ...given].filter(
      (name) =>
        name !== undefined &&
        !described.has(name) &&
        ![...OF_AWS, ...OF_POSTGRES, 'LOCAL_STACK'].includes(name),
    );
    expect(unknown).toEqual([]);
    for (const [, { environment = {} }] of services) {
      for (const [name, value] of Object.entries(environment)) {
        if (/SECRET|PASSWORD|DATABASE.*URL/.test(name) && !OF_AWS.includes(name))
          expect(value).toMatch(/\$\{/);
      }
    }
  });

  it('gives the API an environment that it accepts', () => {
    const given = Object.entries(compose.services['api']?.environment ?? {});
    const filled = given.map(([name, value]) => [name, value.replace(/\$\{(\w+).*?\}/g, 'secret')]);
    const environment = readEnvironment({ NODE_ENV: 'production', ...Object.fromEntries(filled) });
    expect(environment.cognito.userPoolId).toBe('ap-northeast-1_Tenantry1');
    expect(environment.production).toBe(false);
  });

  it('starts each service after what it needs, by a health that is told', async () => {
    for (const [name, { depends_on = {} }] of services) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const service = compose.services[needed];
        if (condition !== 'service_healthy') continue;
        const dockerfile = service === undefined ? undefined : dockerfileOf(service);
        const stage = dockerfile === undefined ? undefined : (await readDockerfile(dockerfile)).at(-1);
        const isTold =
          service?.healthcheck !== undefined || (stage !== undefined && lastOf(stage, 'HEALTHCHECK'));
        expect([name, needed, Boolean(isTold)]).toEqual([name, needed, true]);
      }
    }
    expect(Object.keys(compose.services['api']?.depends_on ?? {})).toContain('seed');
  });

  it('publishes ports on this machine alone, each from where it is listened on', () => {
    const published = services.flatMap(([, { ports = [] }]) => ports);
    expect(published.length).toBeGreaterThan(0);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
    const shared = services.filter(([, { network_mode }]) => network_mode === 'service:cognito');
    expect(shared.map(([name]) => name).sort()).toEqual(['api', 'seed', 'web']);
    for (const [, service] of shared) expect(service.ports).toBeUndefined();
    expect(compose.services['cognito']?.ports).toEqual(
      [9229, 8000, 3000].map((port) => `127.0.0.1:${port}:${port}`),
    );
  });

  it('mounts files that are there and volumes that are named', () => {
    for (const [name, { volumes = [] }] of services) {
      for (const volume of volumes) {
        const source = volume.replace(/^\$\{\w+:-(.*?)\}/, '$1').split(':')[0] ?? '';
        const isThere = source.startsWith('.') ? existsSync(source) : source in compose.volumes;
        expect([name, source, isThere]).toEqual([name, source, true]);
      }
    }
  });

  it('runs as an ordinary user wherever the image is ours', async () => {
    for (const [, service] of services) {
      const dockerfile = dockerfileOf(service);
      if (dockerfile === undefined) continue;
      const last = (await readDockerfile(dockerfile)).at(-1);
      expect([dockerfile, last && lastOf(last, 'USER')?.text]).toEqual([dockerfile, 'node']);
    }
  });

  it('declares the pool that npm start has', async () => {
    const declared: unknown = JSON.parse(await readFile('docker/cognito.json', 'utf8'));
    expect(declared).toEqual({ loginHint: LOGIN_HINT, pools: [pool(readOptions([], {}))] });
  });
});
