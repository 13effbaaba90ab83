import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { HOSTED_UI_SCHEME, completeOperations } from './app.openapi-operations.ts';
import { addApiKeySchemes } from './app.openapi-schemes.ts';
import { operationId } from './app.routes.ts';
import { SECURITY_SCHEMES } from './auth/token-use.decorator.ts';
import { Environment, type CognitoSettings, type TokenUse } from './platform/config/environment.ts';

type SecurityScheme = NonNullable<Parameters<DocumentBuilder['addOAuth2']>[0]>;

const SCOPES = {
  openid: 'Who you are',
  email: 'Your e-mail',
  profile: 'Your name and tenant',
  'aws.cognito.signin.user.admin': 'Change your own password',
};

const TAGS = {
  User: 'Sign-in, sign-out, passwords, and who you are.',
  Tenant: 'The tenant that a request works in.',
  Members: 'Who may work in your tenant, and with which role.',
  Audit: 'Who did what in your tenant.',
  Tenants: 'All tenants, for those who run the platform.',
  'API keys': 'What machines work in your tenant with.',
  Items: "Your tenant's items.",
  Alerts: "Your tenant's alerts, from the report to the end, and live.",
  Channels: 'Where alerts go out to: webhooks, Slack, e-mail.',
  Operation: 'For load balancers and monitoring.',
};

const DESCRIPTION = `Sign-in through Amazon Cognito, tenants, and what belongs to them.

**Try it**: press *Authorize* and sign in, or call \`POST /api/user/login\` and paste its \`access_token\` under
*access-token*. Then send a request of your tenant, naming it as the parameters of the request say.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`; validation errors name each field.`;

/** Swagger UI at `/docs`, the document at `/docs/openapi.json` and `/docs/openapi.yaml`. */
export function setUpOpenApi(app: NestExpressApplication): void {
  const { cognito } = app.get(Environment);
  app.use('/docs', documentationPolicy(cognito));
  app.use('/docs/authorize.js', authorizeScript);
  SwaggerModule.setup('docs', app, () => buildDocument(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    yamlDocumentUrl: 'docs/openapi.yaml',
    customSiteTitle: 'Tenantry API',
    customJs: '/docs/authorize.js',
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      tryItOutEnabled: true,
      ...(cognito.swaggerClientId && {
        initOAuth: {
          clientId: cognito.swaggerClientId,
          scopes: Object.keys(SCOPES),
          usePkceWithAuthorizationCodeGrant: true,
        },
      }),
    },
  });
}

export function buildDocument(app: NestExpressApplication): OpenAPIObject {
  const { cognito } = app.get(Environment);
  const builder = new DocumentBuilder()
    .setTitle('Tenantry API')
    .setDescription(DESCRIPTION)
    .setVersion('1.0')
    .setOpenAPIVersion('3.0.3');
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  if (cognito.domain !== undefined && cognito.swaggerClientId !== undefined) {
    builder.addOAuth2(hostedUi(cognito.domain, cognito.preferredTokenUse), HOSTED_UI_SCHEME);
  }
  builder
    .addBearerAuth(
      { type: 'http', bearerFormat: 'JWT', description: 'An access token.' },
      SECURITY_SCHEMES.access,
    )
    .addBearerAuth({ type: 'http', bearerFormat: 'JWT', description: 'An ID token.' }, SECURITY_SCHEMES.id);
  addApiKeySchemes(builder);
  const document = SwaggerModule.createDocument(app, builder.build(), { operationIdFactory: operationId });
  return completeOperations(app, document);
}

function hostedUi(domain: string, use: TokenUse): SecurityScheme {
  return {
    type: 'oauth2',
    // Swagger UI sends the token that this extension names; without it, the access token.
    ...(use === 'id' && { 'x-tokenName': 'id_token' }),
    description: 'Signs in on the hosted login page, by authorization code with PKCE.',
    flows: {
      authorizationCode: {
        authorizationUrl: `${domain}/oauth2/authorize`,
        tokenUrl: `${domain}/oauth2/token`,
        scopes: SCOPES,
      },
    },
  };
}

/** Swagger UI takes its redirect from the address of the page, and gets it wrong without a slash at the end. */
const AUTHORIZE_SCRIPT = `window.addEventListener('load', () => {
  window.ui.getConfigs().oauth2RedirectUrl = new URL('/docs/oauth2-redirect.html', location.href).href;
});
`;

const authorizeScript: RequestHandler = (_request, response) => {
  response.type('application/javascript').send(AUTHORIZE_SCRIPT);
};

/** Swagger UI styles itself inline and fetches tokens from the hosted UI; nothing else of the API shows pages. */
function documentationPolicy({ domain }: CognitoSettings): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", ...(domain === undefined ? [] : [new URL(domain).origin])],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // The login page is opened in a window that reports back to this one.
    crossOriginOpenerPolicy: { policy: 'unsafe-none' },
  });
}
