import { ServiceError } from '../errors.ts';
import type { Reply } from '../http/reply.ts';
import { form, type HttpRequest } from '../http/request.ts';
import type { Service } from '../service.ts';
import { answerNewPassword, openNewPasswordSession, userOfSession } from '../sign-in/challenges.ts';
import { authenticate } from '../sign-in/check.ts';
import type { User } from '../store/model.ts';
import { findUser } from '../user/find.ts';
import { redirectWithCode } from './authorize.ts';
import { readAuthorizeRequest, type AuthorizeRequest } from './authorize-request.ts';
import { openBrowserSession } from './browser-session.ts';
import { formToken, isFormToken } from './form-token.ts';
import { loginPage, newPasswordPage } from './pages.ts';
import { languageOf, textsOf, type Texts } from './texts.ts';

/** GET /login */
export function showLogin(service: Service, request: HttpRequest): Reply {
  const asked = readAuthorizeRequest(service, request.query);
  return login(service, request, asked, asked.loginHint ?? '');
}

/** POST /login: the password check is the one of API sign-in, lock-out included. */
export function submitLogin(service: Service, request: HttpRequest): Reply {
  const asked = readAuthorizeRequest(service, request.query);
  const texts = textsOf(languageOf(request));
  const fields = form(request);
  const username = (fields.get('username') ?? '').trim();
  const again = (error: string) => login(service, request, asked, username, error);
  if (!isFormToken(service, request, fields.get('_csrf'))) return again(texts.formExpired);
  let user: User;
  try {
    user = authenticate(service, asked.pool, asked.client, username, fields.get('password') ?? '');
  } catch (error) {
    return again(reason(texts, error));
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    const session = openNewPasswordSession(service, asked.pool, asked.client, user);
    return newPassword(service, request, asked, { session, username });
  }
  return enter(service, asked, user);
}

/** POST /new-password: the answer to the temporary password. */
export function submitNewPassword(service: Service, request: HttpRequest): Reply {
  const asked = readAuthorizeRequest(service, request.query);
  const { pool, client } = asked;
  const texts = textsOf(languageOf(request));
  const fields = form(request);
  const username = fields.get('username') ?? '';
  const session = fields.get('session') ?? '';
  if (!isFormToken(service, request, fields.get('_csrf'))) {
    return login(service, request, asked, username, texts.formExpired);
  }
  let user: User;
  try {
    user = userOfSession(service, pool, client, session, findUser(pool, username));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return login(service, request, asked, username, texts.sessionExpired);
  }
  const again = (error: string) => newPassword(service, request, asked, { session, username }, error);
  const password = fields.get('new_password') ?? '';
  if (password !== fields.get('repeated')) return again(texts.different);
  try {
    answerNewPassword(service, { pool, client, user }, password, {});
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return again(error.name === 'InvalidPasswordException' ? texts.policy : texts.incomplete);
  }
  return enter(service, asked, user);
}

function enter(service: Service, asked: AuthorizeRequest, user: User): Reply {
  const { cookie, authTime } = openBrowserSession(service, asked.pool, user);
  return redirectWithCode(service, asked, user, authTime, { 'set-cookie': [cookie] });
}

function login(
  service: Service,
  request: HttpRequest,
  asked: AuthorizeRequest,
  username: string,
  error?: string,
): Reply {
  const { token, cookies } = formToken(service, request);
  return loginPage({
    language: languageOf(request),
    client: asked.client,
    query: asked.query,
    formToken: token,
    cookies,
    username,
    hint: service.loginHint,
    error,
  });
}

function newPassword(
  service: Service,
  request: HttpRequest,
  asked: AuthorizeRequest,
  challenge: { session: string; username: string },
  error?: string,
): Reply {
  const { token, cookies } = formToken(service, request);
  const { client, query } = asked;
  return newPasswordPage({
    language: languageOf(request),
    client,
    query,
    formToken: token,
    cookies,
    policy: asked.pool.settings.passwordPolicy,
    ...challenge,
    error,
  });
}

/** What the page says; whether an account exists is never told. */
function reason(texts: Texts, error: unknown): string {
  if (!(error instanceof ServiceError)) throw error;
  if (error.name === 'UserNotConfirmedException') return texts.notConfirmed;
  if (error.name === 'PasswordResetRequiredException') return texts.resetRequired;
  if (error.message === 'Password attempts exceeded') return texts.locked;
  if (error.message.startsWith('Temporary password has expired')) return texts.temporaryExpired;
  return texts.wrong;
}
