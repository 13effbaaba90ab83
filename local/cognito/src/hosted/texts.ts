import type { HttpRequest } from '../http/request.ts';
import type { PasswordPolicy } from '../store/pool-settings.ts';

const EN = {
  banner: 'Local sign-in, not Amazon Cognito.',
  signIn: 'Sign in',
  email: 'Email',
  password: 'Password',
  newPasswordTitle: 'Choose a new password',
  newPasswordIntro: 'Your password is a temporary one. Choose your own to go on.',
  newPassword: 'New password',
  repeatPassword: 'Repeat the new password',
  save: 'Save and sign in',
  otherLanguage: '日本語',
  wrong: 'Incorrect email or password.',
  locked: 'Too many attempts. Wait a moment, then try again.',
  temporaryExpired: 'The temporary password has expired. Ask your administrator for a new one.',
  notConfirmed: 'This account is not confirmed yet.',
  resetRequired: 'The password of this account has to be reset before you can sign in.',
  formExpired: 'This form was open for too long. Please try again.',
  sessionExpired: 'Too much time has passed. Please sign in again.',
  different: 'The two passwords differ.',
  policy: 'The password does not meet the rules.',
  rules: 'The rules:',
  minimumLength: (count: number) => `at least ${count} characters`,
  lowercase: 'a lower case letter',
  uppercase: 'an upper case letter',
  digit: 'a digit',
  symbol: 'a symbol',
  separator: ', ',
  incomplete: 'This account lacks a required attribute. Ask your administrator.',
  errorTitle: 'Cannot sign in',
  unknownClient: 'The application that sent you here is not known (client_id).',
  redirectMismatch: 'The address to return to is not registered for this application (redirect_mismatch).',
  logoutMismatch: 'The address to return to after signing out is not registered (redirect_mismatch).',
  badRequest: 'The request is not complete (invalid_request).',
};

export type Texts = typeof EN;

const JA: Texts = {
  banner: 'ローカル環境のサインインです。Amazon Cognito ではありません。',
  signIn: 'サインイン',
  email: 'メールアドレス',
  password: 'パスワード',
  newPasswordTitle: '新しいパスワードの設定',
  newPasswordIntro: '現在のパスワードは仮のものです。続けるには新しいパスワードを設定してください。',
  newPassword: '新しいパスワード',
  repeatPassword: '新しいパスワード（確認）',
  save: '保存してサインイン',
  otherLanguage: 'English',
  wrong: 'メールアドレスまたはパスワードが正しくありません。',
  locked: '試行回数が多すぎます。しばらく待ってからもう一度お試しください。',
  temporaryExpired: '仮パスワードの有効期限が切れています。管理者に再発行を依頼してください。',
  notConfirmed: 'このアカウントはまだ確認されていません。',
  resetRequired: 'サインインする前に、このアカウントのパスワードを再設定する必要があります。',
  formExpired: 'フォームの有効期限が切れました。もう一度お試しください。',
  sessionExpired: '時間が経過しすぎました。もう一度サインインしてください。',
  different: '2 つのパスワードが一致しません。',
  policy: 'パスワードが条件を満たしていません。',
  rules: '条件:',
  minimumLength: (count) => `${count} 文字以上`,
  lowercase: '英小文字',
  uppercase: '英大文字',
  digit: '数字',
  symbol: '記号',
  separator: '、',
  incomplete: 'このアカウントには必須の属性がありません。管理者に連絡してください。',
  errorTitle: 'サインインできません',
  unknownClient: '呼び出し元のアプリケーションが登録されていません (client_id)。',
  redirectMismatch: '戻り先のアドレスがこのアプリケーションに登録されていません (redirect_mismatch)。',
  logoutMismatch: 'サインアウト後の戻り先が登録されていません (redirect_mismatch)。',
  badRequest: 'リクエストが不完全です (invalid_request)。',
};

/** The password policy in words. */
export function policyText(texts: Texts, policy: PasswordPolicy): string {
  const rules = [
    texts.minimumLength(policy.minimumLength),
    ...(policy.requireLowercase ? [texts.lowercase] : []),
    ...(policy.requireUppercase ? [texts.uppercase] : []),
    ...(policy.requireNumbers ? [texts.digit] : []),
    ...(policy.requireSymbols ? [texts.symbol] : []),
  ];
  return `${texts.rules} ${rules.join(texts.separator)}`;
}

export type Language = 'en' | 'ja';

export function textsOf(language: Language): Texts {
  return language === 'ja' ? JA : EN;
}

/** The `lang` parameter where it names one of ours, else what the browser prefers most, else English. */
export function languageOf(request: HttpRequest): Language {
  const wanted = [request.query.get('lang') ?? '', ...preferred(request.headers['accept-language'] ?? '')];
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0];
    if (language === 'en' || language === 'ja') return language;
  }
  return 'en';
}

/** Accept-Language (RFC 9110, 12.5.4), best first. */
function preferred(header: string): string[] {
  return header
    .split(',')
    .map((item) => {
      const [tag = '', quality = 'q=1'] = item.split(';').map((part) => part.trim());
      return { tag, weight: Number(quality.replace('q=', '')) || 0 };
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
