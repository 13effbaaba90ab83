import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { IsEmail, IsString } from 'class-validator';

class Login {
  @IsEmail()
  email!: string;

  @IsString()
  password!: string;
}

@Controller('user')
export class UserController {
  private readonly cognito = new CognitoIdentityProviderClient({ region: 'ap-northeast-1' });

  @Post('login')
  @HttpCode(200)
  async login(@Body() { email, password }: Login) {
    const { AuthenticationResult: tokens } = await this.cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: process.env['COGNITO_USER_POOL_ID'],
        ClientId: process.env['COGNITO_APP_CLIENT_ID'],
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );
    return {
      access_token: tokens?.AccessToken,
      id_token: tokens?.IdToken,
      refresh_token: tokens?.RefreshToken,
      expires_in: tokens?.ExpiresIn,
      token_type: tokens?.TokenType,
      challenge: null,
      session: null,
    };
  }
}
