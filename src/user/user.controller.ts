import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BearerToken } from '../auth/bearer-token.decorator.ts';
import { CurrentPrincipal } from '../auth/current-principal.decorator.ts';
import { Public } from '../auth/public.decorator.ts';
import { TokenUse } from '../auth/token-use.decorator.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { UserAgent } from '../platform/http/user-agent.decorator.ts';
import { NoTenant } from '../tenancy/no-tenant.decorator.ts';
import { AccountService } from './account.service.ts';
import { invalidSession } from './challenge-session.ts';
import { MyMembershipsDto } from './membership.dto.ts';
import { PasswordService } from './password.service.ts';
import { throttled } from './sign-in-refusal.ts';
import { SignInService } from './sign-in.service.ts';
import {
  ChangePasswordDto,
  ConfirmForgotPasswordDto,
  ForgotPasswordDto,
  LoginDto,
  LogoutDto,
  MeDto,
  NewPasswordDto,
  OkDto,
  RefreshDto,
  SignInDto,
} from './user.dto.ts';
import {
  invalidAttributes,
  invalidCode,
  invalidCredentials,
  invalidRefreshToken,
  passwordPolicy,
  scopeMissing,
  tooManyCodes,
  unsupportedChallenge,
} from './user-problems.ts';

const tooManyAttempts = () => throttled(30);
const noSuchChallenge = () => unsupportedChallenge('SOFTWARE_TOKEN_MFA');

@ApiTags('User')
@Controller('user')
export class UserController {
  constructor(
    private readonly signIns: SignInService,
    private readonly passwords: PasswordService,
    private readonly account: AccountService,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiOperation({
    summary: 'Sign in with e-mail and password',
    description:
      'Gives tokens, or `challenge: "NEW_PASSWORD_REQUIRED"` with a `session` at the first sign-in with a temporary password.',
  })
  @Refuses(invalidCredentials, noSuchChallenge, tooManyAttempts)
  @ApiOkResponse({ type: SignInDto })
  login(@Body() dto: LoginDto, @UserAgent() device: string | undefined): Promise<SignInDto> {
    return this.signIns.login(dto, device);
  }

  @Post('new-password')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Answer NEW_PASSWORD_REQUIRED' })
  @Refuses(invalidSession, passwordPolicy, invalidAttributes, noSuchChallenge, tooManyAttempts)
  @ApiOkResponse({ type: SignInDto })
  newPassword(@Body() dto: NewPasswordDto, @UserAgent() device: string | undefined): Promise<SignInDto> {
    return this.signIns.answerNewPassword(dto, device);
  }

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Get new tokens for a refresh token' })
  @Refuses(invalidRefreshToken)
  @ApiOkResponse({ type: SignInDto })
  refresh(@Body() dto: RefreshDto): Promise<SignInDto> {
    return this.signIns.refresh(dto);
  }

  @Post('logout')
  @HttpCode(200)
  @TokenUse('access', 'id')
  @NoTenant()
  @ApiOperation({
    summary: 'Sign out',
    description:
      'Everywhere, or only the sign-in of the `refresh_token`. The token used is refused from then on.',
  })
  @Refuses(invalidRefreshToken)
  @ApiOkResponse({ type: OkDto })
  logout(@CurrentPrincipal() principal: Principal, @Body() dto: LogoutDto): Promise<OkDto> {
    return this.account.logout(principal, dto);
  }

  @Get('me')
  @TokenUse('access', 'id')
  @NoTenant()
  @ApiOperation({ summary: 'Who you are, and your tenants' })
  @ApiOkResponse({ type: MeDto })
  me(@CurrentPrincipal() principal: Principal): Promise<MeDto> {
    return this.account.describe(principal);
  }

  @Get('memberships')
  @TokenUse('access', 'id')
  @NoTenant()
  @ApiOperation({
    summary: 'What you are in which tenant',
    description:
      'With the tenants that are suspended, and those where you are: `GET /api/user/me` leaves them out. A tenant that the token itself names counts: who has never been in it is a `member` from this call on.',
  })
  @ApiOkResponse({ type: MyMembershipsDto })
  memberships(@CurrentPrincipal() principal: Principal): Promise<MyMembershipsDto> {
    return this.account.listMemberships(principal);
  }

  @Post('forgot-password')
  @HttpCode(200)
  @Public()
  @ApiOperation({
    summary: 'Ask for a code to set a new password',
    description: 'The answer is the same whether or not there is such an account.',
  })
  @ApiOkResponse({ type: OkDto })
  forgotPassword(@Body() dto: ForgotPasswordDto): Promise<OkDto> {
    return this.passwords.forgot(dto);
  }

  @Post('confirm-forgot-password')
  @HttpCode(200)
  @Public()
  @ApiOperation({
    summary: 'Set a new password with the code',
    description: 'Signs the user out everywhere.',
  })
  @Refuses(invalidCode, passwordPolicy, tooManyCodes)
  @ApiOkResponse({ type: OkDto })
  confirmForgotPassword(@Body() dto: ConfirmForgotPasswordDto): Promise<OkDto> {
    return this.passwords.confirmForgotten(dto);
  }

  @Post('change-password')
  @HttpCode(200)
  @TokenUse('access')
  @NoTenant()
  @ApiOperation({
    summary: 'Change your password',
    description: 'Needs an access token of a sign-in through this API.',
  })
  @Refuses(invalidCredentials, passwordPolicy, scopeMissing, tooManyAttempts)
  @ApiOkResponse({ type: OkDto })
  changePassword(@BearerToken() accessToken: string, @Body() dto: ChangePasswordDto): Promise<OkDto> {
    return this.passwords.change(accessToken, dto);
  }
}
