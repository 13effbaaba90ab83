import { describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { TerraformCopy, terraformMissing } from '../support/terraform.ts';

const reason = await terraformMissing();
if (reason !== undefined) process.stderr.write(`Skipped: the secret of DATABASE_URL, as ${reason}.\n`);

const ROOT = 'modules/database';
const MADE_UP = [
  'aws_security_group.database',
  'aws_security_group.client',
  'aws_vpc_security_group_ingress_rule.database',
  'aws_vpc_security_group_egress_rule.client',
  'aws_db_subnet_group.this',
  'aws_db_parameter_group.this',
  'aws_cloudwatch_metric_alarm.this',
];
/** As the provider finds it once it has been deleted. */
const GONE = { __type: 'ResourceNotFoundException', message: 'no such secret' };
const SECRET = {
  ARN: 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:runtime-AbCdEf',
  Name: 'runtime',
};

/** The provider as it is, with a Secrets Manager of this test; everything else is made up. */
const tests = (port: number) => `
provider "aws" {
  region                      = "ap-northeast-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  endpoints {
    secretsmanager = "http://127.0.0.1:${port}"
  }
}
${MADE_UP.map((target) => `override_resource {\n  target = ${target}\n}\n`).join('')}
override_resource {
  target = aws_db_instance.this
  values = {
    address            = "database.example.com"
    port               = 5432
    master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:owner" }]
  }
}
run "secret" {
  variables {
    project_name             = "tenantry"
    vpc_id                   = "vpc-1"
    subnet_ids               = ["subnet-1", "subnet-2"]
    runtime_password         = "0123456789abcdef0123456789abcdef"
    runtime_password_version = 7
  }
}
`;

// Mocked providers tell nothing of an argument that is only written.
(reason === undefined ? describe : describe.skip)('the secret that is the DATABASE_URL of the API', () => {
  it('names the role of its version, the password and a server that has to prove who it is', async () => {
    const manager = new SecretsManager();
    const server = createServer((request, response) => void manager.answer(request, response));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    await using copy = await TerraformCopy.make();
    try {
      const { port } = server.address() as AddressInfo;
      await writeFile(join(copy.folder, ROOT, 'tests/secret.tftest.hcl'), tests(port));
      expect(await copy.init(ROOT)).toMatchObject({ code: 0 });
      const outcome = await copy.run(ROOT, 'test', '-no-color', '-filter=tests/secret.tftest.hcl');
      expect(outcome).toMatchObject({ code: 0 });
    } finally {
      server.closeAllConnections();
      server.close();
    }
    const password = '0123456789abcdef0123456789abcdef';
    expect(manager.written).toEqual([
      `postgresql://tenantry_app_7:${password}@database.example.com:5432/tenantry?sslmode=verify-full`,
    ]);
  }, 480_000);
});

/** As much of it as it takes to make, write and delete one secret. */
class SecretsManager {
  readonly written: unknown[] = [];
  private gone = false;

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const { SecretString: written } = JSON.parse(await text(request)) as { SecretString?: string };
    if (written !== undefined) this.written.push(written);
    response.setHeader('Content-Type', 'application/x-amz-json-1.1');
    response.statusCode = this.gone ? 400 : 200;
    response.end(JSON.stringify(this.gone ? GONE : { ...SECRET, ...version(action) }));
    this.gone ||= action === 'DeleteSecret';
  }
}

function version(action: string): object {
  if (action === 'DescribeSecret') return { VersionIdsToStages: { v1: ['AWSCURRENT'] } };
  if (!/^(Put|Get)SecretValue$/.test(action)) return {};
  return {
    VersionId: 'v1',
    VersionStages: ['AWSCURRENT'],
    ...(action === 'GetSecretValue' && { SecretString: '' }),
  };
}
