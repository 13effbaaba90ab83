/** What a user of the collection may want to change; the rest is found out and kept beside it. */
const LOCAL = {
  base_url: 'http://localhost:8000',
  email: 'alice@example.com',
  password: 'Passw0rd!',
  tenant_id: 'tenant_a',
  other_tenant_id: 'tenant_b',
  platform_email: 'grace@example.com',
  platform_password: 'Passw0rd!',
  new_password: 'N3w-Passw0rd!',
  mail_domain: 'example.com',
  webhook_url: '{{base_url}}/no-such-receiver',
  local_cognito_url: 'http://localhost:9229',
};

/** The names of what an installation has of its own are empty: they are put in after the import. */
const AWS: Readonly<Record<keyof typeof LOCAL, string>> = {
  ...LOCAL,
  base_url: 'https://api.example.com',
  email: '',
  password: '',
  tenant_id: '',
  other_tenant_id: 'no-such-tenant',
  platform_email: '',
  platform_password: '',
  new_password: '',
  mail_domain: '',
  webhook_url: 'https://hooks.example.com/alerts',
  local_cognito_url: '',
};

/** Filled in by the scripts. */
const FOUND = [
  ...['access_token', 'access_token_ends', 'refresh_token', 'leaving_token', 'leaving_refresh_token'],
  ...['platform_token', 'platform_token_ends', 'platform_refresh_token', 'stream_token'],
  ...['new_email', 'temporary_password', 'first_session', 'reset_code'],
  ...['member_sub', 'api_key', 'api_key_id', 'item_id', 'item_etag', 'alert_id', 'alert_etag'],
  ...['acknowledged_alert_id', 'resolved_alert_id'],
  ...['channel_id', 'channel_etag', 'delivery_id', 'new_tenant_id', 'tenant_etag'],
];

const SECRET = /password|token$|api_key$|session|code$/;

export const ENVIRONMENTS = {
  local: environment('Tenantry, local', LOCAL),
  aws: environment('Tenantry, AWS', AWS),
};

function environment(name: string, values: Readonly<Record<string, string>>) {
  const all = [...Object.entries(values), ...FOUND.map((key) => [key, ''] as const)];
  return {
    name,
    values: all.map(([key, value]) => ({
      key,
      value,
      type: SECRET.test(key) ? 'secret' : 'default',
      enabled: true,
    })),
    _postman_variable_scope: 'environment',
  };
}
