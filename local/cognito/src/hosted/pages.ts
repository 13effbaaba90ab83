import { html, page, type Markup } from '../http/html.ts';
import type { Reply } from '../http/reply.ts';
import type { Client } from '../store/model.ts';
import type { PasswordPolicy } from '../store/pool-settings.ts';
import { policyText, textsOf, type Language, type Texts } from './texts.ts';

interface FormPage {
  readonly language: Language;
  readonly client: Client;
  /** The authorization request, which travels in the address of the form. */
  readonly query: URLSearchParams;
  readonly formToken: string;
  readonly cookies: readonly string[];
  readonly error?: string | undefined;
}

interface LoginPage extends FormPage {
  readonly username: string;
  readonly hint: string | undefined;
}

export function loginPage(options: LoginPage): Reply {
  const texts = textsOf(options.language);
  // With the name filled in, the password is what is left to type.
  const focus = (wanted: boolean) => (wanted ? html` autofocus` : undefined);
  const invalid = faulty(options.error);
  return formPage(
    options,
    texts.signIn,
    html`<form method="post" action="/login?${options.query.toString()}">
        ${hiddenField('_csrf', options.formToken)}
        <label for="username">${texts.email}</label>
        <input
          id="username"
          name="username"
          type="email"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
          maxlength="320"
          value="${options.username}"
          ${invalid}${focus(options.username === '')}
        />
        <label for="password">${texts.password}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          maxlength="256"
          ${invalid}${focus(options.username !== '')}
        />
        <button type="submit">${texts.signIn}</button>
      </form>
      ${options.hint === undefined ? undefined : html`<p class="hint">${options.hint}</p>`}`,
  );
}

interface NewPasswordPage extends FormPage {
  readonly session: string;
  readonly policy: PasswordPolicy;
  /** For the password manager, which has to know whose password this is. */
  readonly username: string;
}

export function newPasswordPage(options: NewPasswordPage): Reply {
  const texts = textsOf(options.language);
  const described = html` aria-describedby="${options.error === undefined ? 'rules' : 'error rules'}"`;
  const invalid = options.error === undefined ? described : html` aria-invalid="true"${described}`;
  return formPage(
    options,
    texts.newPasswordTitle,
    html`<p>${texts.newPasswordIntro}</p>
      <p id="rules">${policyText(texts, options.policy)}</p>
      <form method="post" action="/new-password?${options.query.toString()}">
        ${hiddenField('_csrf', options.formToken)} ${hiddenField('session', options.session)}
        <input
          name="username"
          type="text"
          autocomplete="username"
          value="${options.username}"
          readonly
          hidden
        />
        <label for="new_password">${texts.newPassword}</label>
        <input
          id="new_password"
          name="new_password"
          type="password"
          autocomplete="new-password"
          required
          maxlength="256"
          ${invalid}
          autofocus
        />
        <label for="repeated">${texts.repeatPassword}</label>
        <input
          id="repeated"
          name="repeated"
          type="password"
          autocomplete="new-password"
          required
          maxlength="256"
          ${invalid}
        />
        <button type="submit">${texts.save}</button>
      </form>`,
  );
}

export type PageFault = 'unknownClient' | 'redirectMismatch' | 'logoutMismatch' | 'badRequest';

/** Shown instead of a redirect wherever the address to return to cannot be trusted. */
export function errorPage(language: Language, fault: PageFault): Reply {
  const texts = textsOf(language);
  return page({
    language,
    title: texts.errorTitle,
    status: 400,
    body: html`<main>
      ${banner(texts)}
      <h1>${texts.errorTitle}</h1>
      <p role="alert">${texts[fault]}</p>
    </main>`,
  });
}

function formPage(options: FormPage, title: string, content: Markup): Reply {
  const { language, client, query, error, cookies } = options;
  const texts = textsOf(language);
  const other = new URLSearchParams(query);
  other.set('lang', language === 'en' ? 'ja' : 'en');
  return page({
    language,
    title,
    status: error === undefined ? 200 : 400,
    cookies,
    formTargets: formTargets(client),
    body: html`<main>
      ${banner(texts)}
      <h1>${title}</h1>
      ${error === undefined ? undefined : html`<p role="alert" id="error">${error}</p>`} ${content}
      <p class="languages">
        <a href="/login?${other.toString()}" lang="${language === 'en' ? 'ja' : 'en'}"
          >${texts.otherLanguage}</a
        >
      </p>
    </main>`,
  });
}

function banner(texts: Texts): Markup {
  return html`<p class="banner">${texts.banner}</p>`;
}

function hiddenField(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

function faulty(error: string | undefined): Markup | undefined {
  return error === undefined ? undefined : html` aria-invalid="true" aria-describedby="error"`;
}

/** The origins (or schemes, for apps) that the client's sign-in may end at. */
function formTargets(client: Client): string[] {
  const urls = client.callbackUrls.filter((text) => URL.canParse(text)).map((text) => new URL(text));
  return [...new Set(urls.map((url) => (url.origin === 'null' ? url.protocol : url.origin)))];
}
