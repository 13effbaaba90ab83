import type { components } from '@/lib/schema';

type Schemas = components['schemas'];
export type ApiKey = Schemas['ApiKeyDto'];
export type NewApiKey = Schemas['CreateApiKeyDto'];
export type IssuedApiKey = Schemas['IssuedApiKeyDto'];
