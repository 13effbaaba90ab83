import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { changeOf, hclList, nameOf } from './app-client.ts';
import { clientGroup } from './client-group.ts';
import { secretFindings } from './client-secret.ts';
import { advice, fault, type Check, type Finding } from './finding.ts';
import type { Setup } from './setup.ts';
import type { UserPool } from './user-pool.ts';

/** The app client that the API signs people in with. */
export function apiClientChecks(pool: Pick<UserPool, 'app'>, setup: Setup): Check[] {
  const { clientId, clientSecret } = setup.environment.cognito;
  const { exists, check } = clientGroup(pool, 'api_client', 'COGNITO_APP_CLIENT_ID', () => clientId);
  return [
    exists,
    check('flow', passwordFlow),
    check('refresh', refreshing),
    check('outside', outsideFlows),
    check('secret', (app) => secretFindings(app, clientSecret, 'COGNITO_APP_CLIENT_SECRET')),
    check('reads', (app) => readable(app, ['email', ...setup.tenantAttributes])),
  ];
}

const PASSWORD = 'ALLOW_ADMIN_USER_PASSWORD_AUTH';
/** The name of {@link PASSWORD} in clients of before 2019. */
const OLD_PASSWORD = 'ADMIN_NO_SRP_AUTH';
const REFRESH = 'ALLOW_REFRESH_TOKEN_AUTH';
const OUTSIDE = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_USER_AUTH'];

function flowsOf({ ExplicitAuthFlows }: UserPoolClientType): readonly string[] {
  return ExplicitAuthFlows ?? [];
}

function rotates({ RefreshTokenRotation }: UserPoolClientType): boolean {
  return RefreshTokenRotation?.Feature === 'ENABLED';
}

/** With the flows that the API needs, and none that lets people in past it. */
function flowChange(app: UserPoolClientType): string {
  const flows = rotates(app) ? [PASSWORD] : [PASSWORD, REFRESH];
  return changeOf(app, {
    console: 'App client information > Edit > Authentication flows',
    terraform: `explicit_auth_flows = ${hclList(flows)}`,
    options: `--explicit-auth-flows ${flows.join(' ')}`,
  });
}

function passwordFlow(app: UserPoolClientType): Finding[] {
  const flows = flowsOf(app);
  if (flows.includes(PASSWORD) || flows.includes(OLD_PASSWORD)) return [];
  return [
    fault(
      `The app client ${nameOf(app)} does not allow ${PASSWORD}: POST /api/user/login answers 503 to everybody.`,
      `${PASSWORD} among its authentication flows.`,
      flowChange(app),
    ),
  ];
}

/** Cognito excludes refreshing by a flow while it rotates, and says nothing of GetTokensFromRefreshToken without both. */
function refreshing(app: UserPoolClientType): Finding[] {
  const allows = flowsOf(app).includes(REFRESH);
  if (rotates(app) && allows) {
    return [
      fault(
        `The app client ${nameOf(app)} rotates refresh tokens and allows ${REFRESH}, which exclude each other.`,
        `With rotation, no ${REFRESH}.`,
        flowChange(app),
      ),
    ];
  }
  if (rotates(app) || allows || flowsOf(app).includes(OLD_PASSWORD)) return [];
  return [
    advice(
      `The app client ${nameOf(app)} neither rotates refresh tokens nor allows ${REFRESH}.`,
      `One of the two: AWS advises rotation, and does not say that sessions can be refreshed with neither.`,
      changeOf(app, {
        console: 'App client information > Edit > Refresh token rotation',
        terraform: 'refresh_token_rotation with feature = "ENABLED" and retry_grace_period_seconds = 10',
        options: '--refresh-token-rotation Feature=ENABLED,RetryGracePeriodSeconds=10',
      }),
    ),
  ];
}

function outsideFlows(app: UserPoolClientType): Finding[] {
  const open = flowsOf(app).filter((flow) => OUTSIDE.includes(flow));
  if (open.length === 0) return [];
  return [
    advice(
      `The app client ${nameOf(app)} also allows ${open.join(', ')}: people can sign in past the API, and past its limits.`,
      'Only flows that need AWS credentials.',
      flowChange(app),
    ),
  ];
}

function readable(app: UserPoolClientType, wanted: readonly string[]): Finding[] {
  // Without a list a client reads every standard attribute, and no custom one.
  const read = app.ReadAttributes ?? [];
  const isHidden = (name: string) => (read.length === 0 ? name.startsWith('custom:') : !read.includes(name));
  const hidden = wanted.filter(isHidden);
  if (hidden.length === 0) return [];
  const standard = ['email', 'email_verified', 'name'];
  const whole = [...new Set([...(read.length > 0 ? read : standard), ...wanted])];
  return [
    fault(
      `The app client ${nameOf(app)} cannot read ${hidden.join(', ')}: its ID tokens do not carry it, and nobody joins a tenant by claim.`,
      `It reads ${wanted.join(', ')}.`,
      changeOf(app, {
        console: `Attribute permissions, add Read of ${hidden.join(', ')}`,
        terraform: `read_attributes = ${hclList(whole)}`,
        options: `--read-attributes ${whole.join(' ')}`,
      }),
    ),
  ];
}
