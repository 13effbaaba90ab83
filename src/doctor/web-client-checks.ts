import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { changeOf, hclList, nameOf } from './app-client.ts';
import { clientGroup } from './client-group.ts';
import { secretFindings } from './client-secret.ts';
import { codeFlow } from './code-flow.ts';
import { advice, DoesNotApply, fault, type Check, type Finding } from './finding.ts';
import type { Setup } from './setup.ts';
import type { UserPool } from './user-pool.ts';

/** The app client that the front end sends people to the login pages with. */
export function webClientChecks(pool: Pick<UserPool, 'app'>, { environment, web }: Setup): Check[] {
  const clientId = () => {
    if (web.clientId !== undefined) return web.clientId;
    throw new DoesNotApply('neither COGNITO_WEB_CLIENT_ID nor COGNITO_ALLOWED_CLIENT_IDS names a web client');
  };
  const { exists, check } = clientGroup(pool, 'web_client', 'COGNITO_WEB_CLIENT_ID', clientId);
  return [
    exists,
    {
      name: 'web_client/accepted',
      run: () => Promise.resolve(accepted(clientId(), environment.cognito.acceptedClientIds)),
    },
    check('flow', codeFlow),
    check('scopes', scopes),
    check('reads', readable),
    check('callback_url', (app) => callbackUrl(app, originOf(web))),
    check('logout_url', (app) => logoutUrl(app, originOf(web))),
    check('rotation', rotation),
    check('secret', (app) => {
      if (!web.isHere) throw new DoesNotApply('the variables of the front end are not in this environment');
      return secretFindings(app, web.clientSecret, 'COGNITO_WEB_CLIENT_SECRET');
    }),
  ];
}

function originOf({ origin }: Setup['web']): string {
  if (origin !== undefined) return origin;
  throw new DoesNotApply('AUTH_URL, the address of the front end, is not in this environment');
}

function accepted(id: string, acceptedIds: ReadonlySet<string>): Finding[] {
  if (acceptedIds.has(id)) return [];
  return [
    fault(
      `The API does not accept tokens of the web client ${id}: everybody who signs in by the front end gets 401.`,
      'COGNITO_ALLOWED_CLIENT_IDS lists COGNITO_WEB_CLIENT_ID.',
      `Add ${id} to COGNITO_ALLOWED_CLIENT_IDS of the API, and start it again. Nothing has to be changed in Cognito.`,
    ),
  ];
}

/** What the front end asks for; the last one is for the page where people change their own password. */
const SCOPES = ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'];

function scopes(app: UserPoolClientType): Finding[] {
  const allowed = app.AllowedOAuthScopes ?? [];
  const missing = SCOPES.filter((scope) => !allowed.includes(scope));
  if (missing.length === 0) return [];
  return [
    fault(
      `The app client ${nameOf(app)} does not allow the scopes ${missing.join(', ')}, so that signing in ends in invalid_scope.`,
      `The scopes ${SCOPES.join(', ')}.`,
      changeOf(app, {
        console: 'Login pages > Edit > OpenID Connect scopes',
        terraform: `allowed_oauth_scopes = ${hclList([...allowed, ...missing])}`,
        options: `--allowed-o-auth-scopes ${[...allowed, ...missing].join(' ')}`,
      }),
    ),
  ];
}

const OF_SCOPE_EMAIL = ['email', 'email_verified'];

/** Without a list a client reads every standard attribute. */
function readable(app: UserPoolClientType): Finding[] {
  const read = app.ReadAttributes ?? [];
  const hidden = OF_SCOPE_EMAIL.filter((name) => read.length > 0 && !read.includes(name));
  if (hidden.length === 0) return [];
  return [
    fault(
      `The app client ${nameOf(app)} cannot read ${hidden.join(' and ')}, so that the scope email ends in invalid_grant.`,
      `It reads ${OF_SCOPE_EMAIL.join(' and ')}.`,
      changeOf(app, {
        console: `Attribute permissions, add Read of ${hidden.join(' and ')}`,
        terraform: `read_attributes = ${hclList([...read, ...hidden])}`,
        options: `--read-attributes ${[...read, ...hidden].join(' ')}`,
      }),
    ),
  ];
}

function callbackUrl(app: UserPoolClientType, origin: string): Finding[] {
  const url = `${origin}/api/auth/callback/cognito`;
  const listed = app.CallbackURLs ?? [];
  if (listed.includes(url)) return [];
  return [
    fault(
      `The app client ${nameOf(app)} sends nobody back to ${url}; its callback URLs are ${textOf(listed)}.`,
      `The callback URL ${url}, to the letter: it follows from AUTH_URL.`,
      changeOf(app, {
        console: 'Login pages > Edit > Allowed callback URLs',
        terraform: `callback_urls = ${hclList([...listed, url])}`,
        options: `--callback-urls ${[...listed, url].join(' ')}`,
      }),
    ),
  ];
}

function logoutUrl(app: UserPoolClientType, origin: string): Finding[] {
  const url = `${origin}/`;
  const listed = app.LogoutURLs ?? [];
  if (listed.includes(url)) return [];
  return [
    fault(
      `Signing out of the app client ${nameOf(app)} does not lead back to ${url}; its sign-out URLs are ${textOf(listed)}.`,
      `The sign-out URL ${url}, with the slash: it follows from AUTH_URL.`,
      changeOf(app, {
        console: 'Login pages > Edit > Allowed sign-out URLs',
        terraform: `logout_urls = ${hclList([...listed, url])}`,
        options: `--logout-urls ${[...listed, url].join(' ')}`,
      }),
    ),
  ];
}

const LEAST_GRACE_S = 10;

function rotation(app: UserPoolClientType): Finding[] {
  const { Feature: feature, RetryGracePeriodSeconds: grace = 0 } = app.RefreshTokenRotation ?? {};
  if (feature === 'ENABLED' && grace >= LEAST_GRACE_S) return [];
  return [
    advice(
      feature === 'ENABLED'
        ? `The app client ${nameOf(app)} rotates refresh tokens, and an old one works for ${grace} s more.`
        : `The app client ${nameOf(app)} does not rotate refresh tokens: a stolen one works until it expires.`,
      `Rotation with ${LEAST_GRACE_S} s of grace or more: two tabs that refresh at once must not sign each other out.`,
      changeOf(app, {
        console: 'App client information > Edit > Refresh token rotation',
        terraform: 'refresh_token_rotation with feature = "ENABLED" and retry_grace_period_seconds = 30',
        options: '--refresh-token-rotation Feature=ENABLED,RetryGracePeriodSeconds=30',
      }),
    ),
  ];
}

function textOf(urls: readonly string[]): string {
  return urls.length === 0 ? 'none' : urls.join(', ');
}
