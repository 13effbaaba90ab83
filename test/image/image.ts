import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { copyBuildContext } from './build-context.ts';
import { commandOf, lastOf, readDockerfile, type Stage, type Step } from './dockerfile.ts';

/** What a stage has become: a folder that stands for its file system. */
interface Built {
  readonly root: string;
  /** Its `WORKDIR`, in the stage. */
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * An image, built as its Dockerfile says and without Docker: step by step, each stage in an empty folder, with the Node
 * of this machine in the place of the base image. What such a build cannot tell: the base image itself, its user, and what
 * is added from the network.
 */
export class Image {
  private constructor(
    private readonly folder: string,
    private readonly built: Built,
    private readonly stage: Stage,
  ) {}

  static async build(dockerfile: string): Promise<Image> {
    const folder = await mkdtemp(join(tmpdir(), 'tenantry-image-'));
    const context = join(folder, 'context');
    await copyBuildContext(context);
    const stages = await readDockerfile(dockerfile);
    const built = new Map<string | undefined, Built>();
    for (const [index, stage] of stages.entries()) {
      const root = join(folder, stage.name ?? `stage-${index}`);
      built.set(stage.name, await buildStage(stage, root, context, built));
    }
    const [last, made] = [stages.at(-1), built.get(stages.at(-1)?.name)];
    if (last === undefined || made === undefined) throw new Error(`${dockerfile} has no stage`);
    return new Image(folder, made, last);
  }

  /** Where a file of the image is on this machine. */
  path(file: string): string {
    return placeIn(this.built, file);
  }

  /** Starts `CMD`, or another command, with these variables and those of the image alone. */
  start(variables: Record<string, string>, command = commandOf(lastOf(this.stage, 'CMD'))): ChildProcess {
    const [program = '', ...args] = command;
    return spawn(program, args, {
      cwd: this.path('.'),
      env: { ...environment(this.built), ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** @throws where the container would count as unhealthy */
  async checkHealth(variables: Record<string, string>): Promise<void> {
    const [program = '', ...args] = commandOf(lastOf(this.stage, 'HEALTHCHECK'));
    await promisify(execFile)(program, args, { env: { ...environment(this.built), ...variables } });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

async function buildStage(
  stage: Stage,
  root: string,
  context: string,
  others: ReadonlyMap<string | undefined, Built>,
): Promise<Built> {
  let now: Built = { root, workdir: '/', env: {} };
  for (const step of stage.steps) {
    if (step.keyword === 'WORKDIR') now = { ...now, workdir: step.text };
    if (step.keyword === 'ENV') now = { ...now, env: { ...now.env, ...assignments(step) } };
    await mkdir(placeIn(now, '.'), { recursive: true });
    if (step.keyword === 'COPY') await copy(step, now, others.get(step.from)?.root ?? context);
    if (step.keyword === 'RUN') await run(step, now);
  }
  return now;
}

async function run(step: Step, stage: Built): Promise<void> {
  await promisify(execFile)('sh', ['-c', step.text], {
    cwd: placeIn(stage, '.'),
    env: { ...networkSettings(), ...environment(stage) },
    maxBuffer: 50_000_000,
  });
}

/** As Docker: a folder's contents are copied, not the folder; a target that ends in `/` is a folder. */
async function copy({ args }: Step, stage: Built, from: string): Promise<void> {
  const target = args.at(-1) ?? '';
  for (const source of args.slice(0, -1)) {
    const [origin, place] = [join(from, source), placeIn(stage, target)];
    const isFile = (await stat(origin)).isFile();
    const goal = isFile && target.endsWith('/') ? join(place, basename(source)) : place;
    await mkdir(dirname(goal), { recursive: true });
    await cp(origin, goal, { recursive: true, verbatimSymlinks: true });
  }
}

function placeIn({ root, workdir }: Pick<Built, 'root' | 'workdir'>, path: string): string {
  return path.startsWith('/') ? join(root, path) : join(root, workdir, path);
}

function assignments({ args }: Step): Record<string, string> {
  return Object.fromEntries(
    args.map((argument) => {
      const [name = '', ...value] = argument.split('=');
      return [name, value.join('=')];
    }),
  );
}

/** How this machine reaches the registry of packages. */
const NETWORK = /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|(HTTPS?|NO)_PROXY|npm_config_(registry|cafile))$/i;

function networkSettings(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      NETWORK.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}

/** Nothing of this process: what a container has, with the Node that runs here. */
function environment({ env }: Built): Record<string, string> {
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
  return { PATH: path, HOME: process.env['HOME'] ?? '/', ...env };
}
