import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

interface Result {
  readonly AuthenticationResult: Readonly<Record<string, string | number>>;
}

/** AdminInitiateAuth without the SDK; the local Cognito does not look at signatures. */
export async function signIn({ email, password }: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { AuthenticationResult: tokens } = (await call('AdminInitiateAuth', {
    UserPoolId: process.env['COGNITO_USER_POOL_ID'],
    ClientId: process.env['COGNITO_APP_CLIENT_ID'],
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password },
  })) as Result;
  return {
    access_token: tokens['AccessToken'],
    id_token: tokens['IdToken'],
    refresh_token: tokens['RefreshToken'],
    expires_in: tokens['ExpiresIn'],
    token_type: tokens['TokenType'],
    challenge: null,
    session: null,
  };
}

function call(action: string, input: unknown): Promise<unknown> {
  const headers = {
    'Content-Type': 'application/x-amz-json-1.1',
    'X-Amz-Target': `AWSCognitoIdentityProviderService.${action}`,
    Authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/ap-northeast-1/cognito-idp/aws4_request',
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] ?? '',
      { agent, method: 'POST', headers },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () => resolve(JSON.parse(text)));
      },
    );
    sent.on('error', reject).end(JSON.stringify(input));
  });
}
