import type { Variables } from './variables.ts';

const PLACEHOLDER = /change[-_ ]?me|placeholder|your[-_ ]|example|^(secret|password|passwd|test|todo|x+)$/i;

/** The local stack runs production builds, but it is nobody's production. */
export function isProduction({ NODE_ENV, LOCAL_STACK }: Variables): boolean {
  return NODE_ENV === 'production' && LOCAL_STACK !== '1';
}

/**
 * What a developer's machine may have and a production process must not: unprotected addresses,
 * a Cognito that is not Amazon's, secrets that were never chosen. Empty outside production.
 */
export function productionFaults(variables: Variables): string[] {
  if (!isProduction(variables)) return [];
  const faults: string[] = [];
  for (const name of ['COGNITO_ISSUER', 'COGNITO_JWKS_URI', 'COGNITO_DOMAIN'] as const) {
    if (variables[name]?.startsWith('http://')) faults.push(`${name} is not valid: production needs https`);
  }
  if (variables.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER !== undefined) {
    faults.push(
      'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER is not valid: production talks to Amazon Cognito itself',
    );
  }
  if (variables.ALLOW_PRIVATE_WEBHOOKS === '1') {
    faults.push(
      'ALLOW_PRIVATE_WEBHOOKS is not valid: in production webhooks go to public https addresses alone',
    );
  }
  const secrets = {
    COGNITO_APP_CLIENT_SECRET: variables.COGNITO_APP_CLIENT_SECRET,
    DATABASE_URL: passwordIn(variables.DATABASE_URL),
    SMTP_URL: passwordIn(variables.SMTP_URL),
  };
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret !== undefined && PLACEHOLDER.test(secret)) {
      faults.push(`${name} is not valid: it still holds a placeholder instead of a secret`);
    }
  }
  return faults;
}

function passwordIn(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).password : undefined;
}
