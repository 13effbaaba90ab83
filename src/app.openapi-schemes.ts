import type { DocumentBuilder } from '@nestjs/swagger';
import { API_KEY_HEADER } from './tenancy/sent-api-key.ts';

/** The two ways of sending an API key, as the OpenAPI document names them. */
export const API_KEY_SCHEMES = { bearer: 'api-key', header: 'api-key-header' } as const;

export function addApiKeySchemes(builder: DocumentBuilder): void {
  const description = 'An API key of a tenant, as `POST /api/api-keys` shows it once.';
  builder
    .addBearerAuth({ type: 'http', bearerFormat: 'tnk.…', description }, API_KEY_SCHEMES.bearer)
    .addApiKey({ type: 'apiKey', in: 'header', name: API_KEY_HEADER, description }, API_KEY_SCHEMES.header);
}
