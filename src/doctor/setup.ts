import type { Environment } from '../platform/config/environment.ts';
import { ConfigurationError, readEnvironment } from '../platform/config/read-environment.ts';

/** What the application was told, with what the front end was told where both are in one environment. */
export interface Setup {
  readonly environment: Environment;
  /** Where Cognito's API is: Amazon's, or that of a stand-in. Without a slash at the end. */
  readonly endpoint: string;
  /** Attributes of the pool that carry the tenant; none when everybody works in one tenant. */
  readonly tenantAttributes: readonly string[];
  readonly web: WebSetup;
}

export interface WebSetup {
  readonly clientId: string | undefined;
  /** Whether the front end's own variables are here, and not those of the API alone. */
  readonly isHere: boolean;
  readonly clientSecret: string | undefined;
  /** Origin of the front end, as browsers write it. */
  readonly origin: string | undefined;
}

/** @throws {ConfigurationError} with every fault at once */
export function readSetup(raw: Readonly<Record<string, string | undefined>>): Setup {
  const given = (name: string) => raw[name] || undefined;
  const faults: string[] = [];
  const authUrl = given('AUTH_URL');
  if (authUrl !== undefined && !URL.canParse(authUrl)) {
    faults.push('AUTH_URL is not valid: the address of the front end, such as https://app.example.com');
  }
  const environment = orFaults(faults, () => readEnvironment(raw));
  if (environment === undefined || faults.length > 0) throw new ConfigurationError(faults);
  const { cognito, tenancy } = environment;
  const amazon = `https://cognito-idp.${cognito.region}.amazonaws.com`;
  const custom = tenancy.claims.filter((claim) => claim.startsWith('custom:'));
  return {
    environment,
    endpoint: (given('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER') ?? amazon).replace(/\/+$/, ''),
    tenantAttributes: tenancy.enabled ? (custom.length > 0 ? custom : ['custom:tenant_id']) : [],
    web: {
      clientId: given('COGNITO_WEB_CLIENT_ID') ?? furtherClient(environment),
      isHere: given('COGNITO_WEB_CLIENT_ID') !== undefined,
      clientSecret: given('COGNITO_WEB_CLIENT_SECRET'),
      origin: authUrl === undefined ? undefined : new URL(authUrl).origin,
    },
  };
}

function orFaults(faults: string[], read: () => Environment): Environment | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

/** The API is not told which of the accepted clients is the front end's: the first that is nobody else's. */
function furtherClient({ cognito }: Environment): string | undefined {
  const { acceptedClientIds, clientId, swaggerClientId } = cognito;
  return [...acceptedClientIds].find((id) => id !== clientId && id !== swaggerClientId);
}
