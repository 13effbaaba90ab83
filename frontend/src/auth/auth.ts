import 'server-only';
import NextAuth from 'next-auth';
import Cognito from 'next-auth/providers/cognito';
import { isHttps, settings } from '@/lib/settings';
import { showClaim } from './claim';
import { cookieName, cookieOptions } from './tokens';

/** Sign-in by the hosted UI. Tokens go into the encrypted cookie alone; the session that a browser may read is empty. */
export const { handlers, signIn } = NextAuth(() => {
  const { issuer, clientId, clientSecret, secret } = settings();
  return {
    secret,
    trustHost: true,
    useSecureCookies: isHttps(),
    session: { strategy: 'jwt' },
    cookies: { sessionToken: { name: cookieName(), options: cookieOptions() } },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/' },
    providers: [
      Cognito({
        issuer,
        clientId,
        // Without a secret Auth.js would send "Basic <id>:undefined", which Cognito refuses.
        clientSecret: clientSecret ?? '',
        ...(clientSecret === undefined && { client: { token_endpoint_auth_method: 'none' } }),
        checks: ['pkce', 'state', 'nonce'],
        // The last one lets people change their own password.
        authorization: { params: { scope: 'openid email profile aws.cognito.signin.user.admin' } },
      }),
    ],
    callbacks: {
      jwt: async ({ token, account }) => {
        if (account === null || account === undefined) return token;
        const { id_token, access_token, refresh_token, expires_at } = account;
        if (id_token !== undefined) await showClaim(id_token);
        return { access_token, refresh_token, expires_at };
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
    logger: { error: (error) => process.stderr.write(`${error.name}: ${error.message.slice(0, 300)}\n`) },
  };
});
