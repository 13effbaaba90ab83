import type { components } from '@/lib/schema';

type Schemas = components['schemas'];
export type Tenant = Schemas['TenantDto'];
export type NewTenant = Schemas['NewTenantDto'];
export type TenantChange = Schemas['UpdateTenantDto'];
