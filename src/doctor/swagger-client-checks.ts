import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { changeOf, hclList, nameOf } from './app-client.ts';
import { clientGroup } from './client-group.ts';
import { codeFlow } from './code-flow.ts';
import { DoesNotApply, fault, type Check, type Finding } from './finding.ts';
import type { Setup } from './setup.ts';
import type { UserPool } from './user-pool.ts';

/** Where Swagger UI takes the code; the API does not know the address that browsers find it at. */
const CALLBACK_PATH = '/docs/oauth2-redirect.html';

/** The public app client of Swagger UI's Authorize button. */
export function swaggerClientChecks(pool: Pick<UserPool, 'app'>, { environment }: Setup): Check[] {
  const clientId = () => {
    const { swaggerClientId } = environment.cognito;
    if (swaggerClientId !== undefined) return swaggerClientId;
    throw new DoesNotApply('COGNITO_SWAGGER_CLIENT_ID is not set: Swagger UI has no Authorize button');
  };
  const { exists, check } = clientGroup(pool, 'swagger_client', 'COGNITO_SWAGGER_CLIENT_ID', clientId);
  return [exists, check('flow', codeFlow), check('callback_url', callbackUrl), check('secret', secret)];
}

function callbackUrl(app: UserPoolClientType): Finding[] {
  const listed = app.CallbackURLs ?? [];
  if (listed.some((url) => url.endsWith(CALLBACK_PATH))) return [];
  const url = `https://api.example.com${CALLBACK_PATH}`;
  return [
    fault(
      `No callback URL of the app client ${nameOf(app)} ends with ${CALLBACK_PATH}, so that Authorize cannot come back.`,
      `The address of the API with ${CALLBACK_PATH}, such as ${url}.`,
      changeOf(app, {
        console: 'Login pages > Edit > Allowed callback URLs',
        terraform: `callback_urls = ${hclList([...listed, url])}`,
        options: `--callback-urls ${[...listed, url].join(' ')}`,
      }),
    ),
  ];
}

function secret(app: UserPoolClientType): Finding[] {
  if (app.ClientSecret === undefined) return [];
  return [
    fault(
      `The app client ${nameOf(app)} has a secret, which a page in a browser cannot keep.`,
      'A public client, which proves itself by PKCE.',
      'Secrets cannot be taken away: make an app client without one (Console: Applications > App clients > Create, Single-page application. Terraform: generate_secret = false. CLI: aws cognito-idp create-user-pool-client without --generate-secret) and set COGNITO_SWAGGER_CLIENT_ID to it.',
    ),
  ];
}
