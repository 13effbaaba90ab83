/* global pm */

/**
 * Runs before every request: what the request names and the environment does not hold yet is found or made, so that any
 * request can be sent by itself. Sign-in and refresh are the same thing for a token.
 */
const variables = pm.environment;
const get = (name) => variables.get(name);
const set = (values) => Object.entries(values).forEach(([name, value]) => variables.set(name, value));

const send = (request) =>
  new Promise((resolve, reject) => {
    pm.sendRequest(request, (error, response) => (error ? reject(error) : resolve(response)));
  });

const call = async (method, url, { token, body, headers = {} } = {}) => {
  const header = {
    'Content-Type': 'application/json',
    ...(token && { Authorization: `Bearer ${get(token)}` }),
    ...headers,
  };
  const raw = { mode: 'raw', raw: JSON.stringify(body) };
  const response = await send({
    url: pm.variables.replaceIn(url),
    method,
    header,
    ...(body && { body: raw }),
  });
  if (response.code >= 300) throw new Error(`${method} ${url} answered ${response.code}: ${response.text()}`);
  return response;
};

const inTenant = async (method, path, body) => {
  await need('access_token', 'tenant_id');
  const headers = { 'X-Tenant-Id': get('tenant_id') };
  return call(method, `{{base_url}}${path}`, { token: 'access_token', headers, ...(body && { body }) });
};
const made = async (path, body) => (await inTenant('POST', path, body)).json();
const etag = async (path) => (await inTenant('GET', path)).headers.get('ETag');

/* Tokens */

const REFRESH_BEFORE_END = 60_000;
const isGood = (token) =>
  Boolean(get(token)) && Number(get(`${token}_ends`)) - Date.now() > REFRESH_BEFORE_END;

const user = async (path, body) => {
  const tokens = (await call('POST', `{{base_url}}/api/user/${path}`, { body })).json();
  if (tokens.challenge) throw new Error(`${body.email} has to answer ${tokens.challenge} first`);
  return tokens;
};

const keep = (token, refresh, tokens) =>
  set({
    [token]: tokens.access_token,
    [`${token}_ends`]: String(Date.now() + tokens.expires_in * 1000),
    ...(tokens.refresh_token && { [refresh]: tokens.refresh_token }),
  });

const signIn = async (prefix = '') => {
  const [email, password] = [get(`${prefix}email`), get(`${prefix}password`)];
  if (!email || !password) throw new Error(`Put ${prefix}email and ${prefix}password into the environment`);
  return user('login', { email, password });
};

const freshen = async (token, refresh, prefix) => {
  if (isGood(token)) return;
  const tokens =
    get(refresh) && (await user('refresh', { refresh_token: get(refresh) }).catch(() => undefined));
  keep(token, refresh, tokens || (await signIn(prefix)));
};

const leave = async () => {
  const { access_token, refresh_token } = await signIn();
  set({ leaving_token: access_token, leaving_refresh_token: refresh_token });
};

/* The local stack's Cognito: what was mailed can be read, and its clock can be set. */

const local = async (method, path, body) => {
  const name = 'local_cognito_url';
  if (!get(name))
    throw new Error('Only the local stack reads mails: put what the mail says into the environment');
  return (await call(method, `${get(name)}/_local/${path}`, { body })).json();
};

const newestMail = async (email) =>
  (await local('GET', `outbox?to=${encodeURIComponent(email)}`)).messages[0];
const newAddress = () => `postman-${Date.now()}@${get('mail_domain')}`;

const invite = async () => {
  const { email } = await made('/api/tenant/members', { email: newAddress(), role: 'member' });
  return { new_email: email, temporary_password: (await newestMail(email)).temporaryPassword };
};

const firstSession = async (email, password) =>
  (await call('POST', '{{base_url}}/api/user/login', { body: { email, password } })).json().session;

/** @returns the address of somebody who has chosen a password */
const settle = async () => {
  const { new_email: email, temporary_password } = await invite();
  const session = await firstSession(email, temporary_password);
  await user('new-password', { email, session, new_password: get('new_password') });
  return email;
};

/** A code is sent to those alone who have chosen a password. */
const askForCode = async () => {
  if (get('temporary_password') || !get('new_email')) {
    set({ new_email: await settle() });
    ['first_session', 'temporary_password'].forEach((name) => variables.unset(name));
  }
  const email = get('new_email');
  await call('POST', '{{base_url}}/api/user/forgot-password', { body: { email } });
  set({ reset_code: (await newestMail(email)).code });
};

/**
 * A stream lasts as long as its token: one of almost an hour ago ends soon. It is somebody new who follows, because a
 * token of before a sign-out everywhere is good for nothing.
 */
const makeStreamToken = async () => {
  await need('alert_id');
  if (!get('local_cognito_url')) return set({ stream_token: get('access_token') });
  const email = await settle();
  await local('POST', 'clock', { offset_seconds: -3_595 });
  const signedIn = user('login', { email, password: get('new_password') });
  const { access_token } = await signedIn.finally(() => local('POST', 'clock', { offset_seconds: 0 }));
  set({ stream_token: access_token });
};

/* What is made where it is missing */

const makeAlert = async () => (await made('/api/alerts', { title: 'Pump 7 is running hot' })).id;
const alertAfter = async (step) => (await made(`/api/alerts/${await makeAlert()}/${step}`)).id;

const makers = {
  tenant_id: async () => {
    await need('access_token');
    const { tenants } = (await call('GET', '{{base_url}}/api/user/me', { token: 'access_token' })).json();
    if (tenants.length === 0) throw new Error('You are a member of no tenant');
    set({ tenant_id: tenants[0].tenant_id });
  },
  refresh_token: async () => keep('access_token', 'refresh_token', await signIn()),
  leaving_token: leave,
  leaving_refresh_token: leave,
  stream_token: makeStreamToken,
  new_email: async () => set(await invite()),
  temporary_password: async () => set(await invite()),
  first_session: async () => {
    await need('temporary_password');
    set({ first_session: await firstSession(get('new_email'), get('temporary_password')) });
  },
  reset_code: askForCode,
  member_sub: async () => {
    set({ member_sub: (await made('/api/tenant/members', { email: newAddress(), role: 'member' })).sub });
  },
  api_key: async () => {
    const { key, id } = await made('/api/api-keys', { name: 'Postman', scopes: ['alerts:write'] });
    set({ api_key: key, api_key_id: id });
  },
  api_key_id: () => makers.api_key(),
  item_id: async () => set({ item_id: (await made('/api/items', { name: 'Pump 7' })).id }),
  alert_id: async () => set({ alert_id: await makeAlert() }),
  acknowledged_alert_id: async () => set({ acknowledged_alert_id: await alertAfter('acknowledge') }),
  resolved_alert_id: async () => set({ resolved_alert_id: await alertAfter('resolve') }),
  channel_id: async () => {
    const url = pm.variables.replaceIn(get('webhook_url'));
    const body = { name: `On call ${Date.now()}`, type: 'webhook', url };
    set({ channel_id: (await made('/api/alert-channels', body)).id });
  },
  delivery_id: async () => {
    await need('channel_id');
    set({ delivery_id: (await made(`/api/alert-channels/${get('channel_id')}/test`)).id });
  },
  new_tenant_id: async () => {
    await need('platform_token');
    const body = { tenant_id: `postman-${Date.now()}`, name: 'Hooli' };
    await call('POST', '{{base_url}}/api/tenants', { token: 'platform_token', body });
    set({ new_tenant_id: body.tenant_id });
  },
};

/* What is looked up each time: it changes with every change */

const always = {
  access_token: () => freshen('access_token', 'refresh_token', ''),
  platform_token: () => freshen('platform_token', 'platform_refresh_token', 'platform_'),
  item_etag: async () => {
    await need('item_id');
    set({ item_etag: await etag(`/api/items/${get('item_id')}`) });
  },
  alert_etag: async () => {
    await need('alert_id');
    set({ alert_etag: await etag(`/api/alerts/${get('alert_id')}`) });
  },
  channel_etag: async () => {
    await need('channel_id');
    set({ channel_etag: await etag(`/api/alert-channels/${get('channel_id')}`) });
  },
  tenant_etag: async () => {
    await need('platform_token', 'new_tenant_id');
    const tenant = await call('GET', `{{base_url}}/api/tenants/${get('new_tenant_id')}`, {
      token: 'platform_token',
    });
    set({ tenant_etag: tenant.headers.get('ETag') });
  },
};

async function need(...names) {
  for (const name of names) {
    if (always[name]) await always[name]();
    else if (makers[name] && !get(name)) await makers[name]();
  }
}

const headers = pm.request.headers.filter(({ disabled }) => !disabled);
const parts = [pm.request.url.toString(), headers, pm.request.auth, pm.request.body];
const named = [...JSON.stringify(parts).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);

need(...new Set(named)).catch((error) => {
  pm.test('what the request needs is there', () => {
    throw error;
  });
});
