import { execFile, type ExecFileException } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

export const TERRAFORM_FOLDER = resolve(import.meta.dirname, '../../terraform');
/** Every folder that Terraform can be started in. */
export const TERRAFORM_ROOTS = ['modules', 'examples'].flatMap((kind) =>
  readdirSync(join(TERRAFORM_FOLDER, kind)).map((name) => `${kind}/${name}`),
);

const PROVIDER = 'registry.terraform.io/hashicorp/aws';
const MIRRORS = [
  process.env['TF_PLUGIN_DIR'],
  join(homedir(), '.terraform.d/plugins'),
  join(homedir(), '.local/share/terraform/plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  ...(existsSync('/opt') ? readdirSync('/opt').map((name) => join('/opt', name)) : []),
];
/** Minutes of a download at worst. */
const TIMEOUT = 240_000;

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the folder `terraform`, so that what Terraform writes does not stay in the tree. */
export class TerraformCopy implements AsyncDisposable {
  private constructor(
    readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async make(): Promise<TerraformCopy> {
    const parent = await mkdtemp(join(tmpdir(), 'tenantry-terraform-'));
    const folder = join(parent, 'terraform');
    const cache = join(parent, 'cache');
    await mkdir(cache);
    await cp(TERRAFORM_FOLDER, folder, {
      recursive: true,
      filter: (path) => !/\.terraform(\.lock\.hcl)?$|\.zip$|tfstate/.test(path),
    });
    return new TerraformCopy(folder, { ...environment(), TF_PLUGIN_CACHE_DIR: cache });
  }

  /** @param root one of {@link TERRAFORM_ROOTS}, or '.' */
  run(root: string, ...parameters: readonly string[]): Promise<Outcome> {
    return run('terraform', parameters, { cwd: join(this.folder, root), env: this.environment });
  }

  init(root: string): Promise<Outcome> {
    const mirror = MIRRORS.find((path) => path !== undefined && existsSync(join(path, PROVIDER)));
    const from = mirror === undefined ? [] : [`-plugin-dir=${mirror}`];
    return this.run(root, 'init', '-input=false', '-no-color', ...from);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(join(this.folder, '..'), { recursive: true, force: true });
  }
}

/** Why Terraform's own tests cannot be run here, or `undefined` when they can. */
export async function terraformMissing(): Promise<string | undefined> {
  if (process.env['TEST_TERRAFORM'] !== '1')
    return 'it takes minutes of a processor (npm run test:terraform)';
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((path) => existsSync(join(path, 'terraform')));
  if (!found) return 'there is no terraform on this machine';
  await using copy = await TerraformCopy.make();
  const { code } = await copy.init('modules/network');
  if (code === 0) return undefined;
  return 'terraform finds no AWS provider: neither the registry can be reached nor a mirror (TF_PLUGIN_DIR)';
}

export function run(
  file: string,
  parameters: readonly string[],
  options: { readonly cwd?: string; readonly env: NodeJS.ProcessEnv },
): Promise<Outcome> {
  return new Promise((done) => {
    const limits = { timeout: TIMEOUT, maxBuffer: 16 * 1024 * 1024 };
    execFile(
      file,
      parameters,
      { ...options, ...limits },
      (error: ExecFileException | null, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        done({ code, stdout, stderr });
      },
    );
  });
}

/** No credentials reach it: what it is tested with is made up. A settings file that is not there is only a warning. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|TF_(?!CLI_CONFIG_FILE))/.test(name));
  const settings = process.env['TF_CLI_CONFIG_FILE'];
  return {
    ...Object.fromEntries(kept),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_CLI_CONFIG_FILE: settings !== undefined && existsSync(settings) ? settings : '',
  };
}
