import 'server-only';

/** Where everything is, read when it is needed: one build serves every address. */
export function settings() {
  const issuer = required('COGNITO_ISSUER');
  return {
    /** The front end's own origin, as browsers write it. */
    origin: new URL(required('AUTH_URL')).origin,
    apiUrl: required('API_URL'),
    /** Where machines outside reach it. */
    publicApiUrl: process.env['PUBLIC_API_URL'] || required('API_URL'),
    issuer,
    cognitoDomain: required('COGNITO_DOMAIN'),
    clientId: required('COGNITO_WEB_CLIENT_ID'),
    /** Absent: the client is a public one. */
    clientSecret: process.env['COGNITO_WEB_CLIENT_SECRET'] || undefined,
    secret: required('AUTH_SECRET'),
  };
}

export function isHttps(): boolean {
  return settings().origin.startsWith('https:');
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
