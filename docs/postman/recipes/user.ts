import type { Folder } from '../recipe.ts';

const BY_MAIL = `In the local stack, \`{{new_email}}\` is somebody who is invited first, and what was mailed to them is
read out of the outbox. Elsewhere put the address and what its mail says into the environment.`;

const SAVES_TOKENS = {
  access_token: 'body.access_token',
  refresh_token: 'body.refresh_token',
  access_token_ends: 'String(Date.now() + body.expires_in * 1000)',
};
const TOKENS = {
  'it gives tokens': "body.token_type === 'Bearer' && body.access_token.split('.').length === 3",
};

export const USER: Folder = {
  tag: 'User',
  recipes: [
    {
      operation: 'user_login',
      body: { email: '{{email}}', password: '{{password}}' },
      saves: SAVES_TOKENS,
      checks: TOKENS,
      note: 'Every other request signs in by itself; this one shows how.',
    },
    {
      operation: 'user_login',
      name: 'Sign in for the first time',
      body: { email: '{{new_email}}', password: '{{temporary_password}}' },
      saves: { first_session: 'body.session' },
      checks: {
        'a new password is asked for':
          "body.challenge === 'NEW_PASSWORD_REQUIRED' && body.access_token === null",
      },
      note: BY_MAIL,
    },
    {
      operation: 'user_login',
      name: 'Sign in with a wrong password',
      body: { email: '{{email}}', password: 'not the password' },
      status: 400,
      checks: { 'it does not tell what was wrong': "body.code === 'user/invalid_credentials'" },
    },
    {
      operation: 'user_newPassword',
      body: { email: '{{new_email}}', new_password: '{{new_password}}', session: '{{first_session}}' },
      checks: TOKENS,
      spends: ['first_session', 'temporary_password'],
      note: BY_MAIL,
    },
    {
      operation: 'user_refresh',
      body: { refresh_token: '{{refresh_token}}' },
      saves: {
        access_token: SAVES_TOKENS.access_token,
        access_token_ends: SAVES_TOKENS.access_token_ends,
        refresh_token: "body.refresh_token || pm.environment.get('refresh_token')",
      },
      checks: TOKENS,
    },
    { operation: 'user_me', checks: { 'it is who signed in': "body.email === pm.environment.get('email')" } },
    { operation: 'user_memberships' },
    {
      operation: 'user_forgotPassword',
      body: { email: '{{new_email}}' },
      note: BY_MAIL,
    },
    {
      operation: 'user_confirmForgotPassword',
      body: { email: '{{new_email}}', code: '{{reset_code}}', new_password: '{{new_password}}' },
      spends: ['reset_code'],
      note: BY_MAIL,
    },
    {
      operation: 'user_changePassword',
      body: { previous_password: '{{password}}', new_password: '{{password}}' },
      note: 'Sets the password that there is: change `new_password` to set another one.',
    },
    {
      operation: 'user_logout',
      name: 'Sign out of this sign-in',
      caller: 'leaving_token',
      body: { refresh_token: '{{leaving_refresh_token}}' },
      spends: ['leaving_token', 'leaving_refresh_token'],
      note: 'Ends a sign-in that is made for it, so that yours goes on.',
      last: true,
    },
    {
      operation: 'user_logout',
      name: 'Sign out everywhere',
      body: '{}',
      spends: ['access_token', 'refresh_token', 'leaving_token', 'leaving_refresh_token', 'stream_token'],
      note: 'The next request signs in again.',
      last: true,
    },
  ],
};
