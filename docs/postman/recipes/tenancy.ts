import type { Folder } from '../recipe.ts';

export const TENANT: Folder = {
  tag: 'Tenant',
  recipes: [
    {
      operation: 'tenant_current',
      checks: { 'it is the tenant that was named': "body.tenant_id === pm.environment.get('tenant_id')" },
    },
  ],
};

export const TENANTS: Folder = {
  tag: 'Tenants',
  caller: 'platform_token',
  recipes: [
    {
      operation: 'tenants_list',
      query: { limit: '5' },
      checks: { 'a page of five': 'body.data.length <= 5' },
    },
    {
      operation: 'tenants_create',
      body: { tenant_id: 'postman-{{$guid}}', admin_email: 'postman-{{$guid}}@{{mail_domain}}' },
      saves: { new_tenant_id: 'body.tenant_id' },
    },
    {
      operation: 'tenants_create',
      name: 'Make a tenant that there is',
      body: '{"tenant_id": "{{new_tenant_id}}", "name": "Hooli"}',
      status: 409,
      checks: { 'it exists': "body.code === 'tenant/exists'" },
    },
    { operation: 'tenants_get' },
    {
      operation: 'tenants_get',
      name: 'Read a tenant that has not changed',
      headers: { 'If-None-Match': '{{tenant_etag}}' },
      status: 304,
    },
    {
      operation: 'tenants_update',
      checks: { 'it is suspended': "body.status === 'suspended'" },
    },
  ],
};

export const MEMBERS: Folder = {
  tag: 'Members',
  recipes: [
    { operation: 'member_list', query: { limit: '20' } },
    {
      operation: 'member_invite',
      body: { email: 'postman-{{$guid}}@{{mail_domain}}' },
      saves: { member_sub: 'body.sub' },
    },
    {
      operation: 'member_update',
      body: '{"role": "viewer"}',
      checks: { 'the role has changed': "body.role === 'viewer'" },
    },
    { operation: 'member_remove', spends: ['member_sub'], last: true },
  ],
};

export const AUDIT: Folder = {
  tag: 'Audit',
  recipes: [
    {
      operation: 'auditTrail_list',
      query: { limit: '10' },
      checks: {
        'the newest comes first':
          'body.data.every((entry, at, all) => at === 0 || entry.at <= all[at - 1].at)',
      },
    },
  ],
};

export const API_KEYS: Folder = {
  tag: 'API keys',
  recipes: [
    { operation: 'apiKey_list' },
    {
      operation: 'apiKey_create',
      saves: { api_key: 'body.key', api_key_id: 'body.id' },
      note: 'The key is shown this once; it is kept in the environment for the requests of machines.',
    },
    { operation: 'apiKey_revoke', spends: ['api_key', 'api_key_id'], last: true },
  ],
};
