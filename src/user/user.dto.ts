import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsAttributeMap } from './attribute-map.validator.ts';

const EXAMPLE = { email: 'alice@example.com', password: 'Passw0rd!' };
const MAX_PASSWORD = 256;

export class LoginDto {
  @ApiProperty({ example: EXAMPLE.email, format: 'email', maxLength: 254 })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @ApiProperty({ example: EXAMPLE.password, format: 'password', maxLength: MAX_PASSWORD })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD)
  password!: string;
}

export class NewPasswordDto {
  @ApiProperty({ example: 'dave@example.com', format: 'email', maxLength: 254 })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @ApiProperty({ example: 'N3w-Passw0rd!', format: 'password', maxLength: MAX_PASSWORD })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD)
  new_password!: string;

  @ApiProperty({
    description: 'The `session` of the sign-in that asked for a new password. One use, a few minutes.',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(8_192)
  session!: string;

  @ApiPropertyOptional({
    description: 'Attributes of the user to set at the same time, by their Cognito names.',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { name: 'Dave' },
  })
  @IsOptional()
  @IsAttributeMap()
  attributes?: Record<string, string>;
}

export class RefreshDto {
  @ApiProperty({ description: 'The refresh token of a sign-in through this API.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(8_192)
  refresh_token!: string;

  @ApiPropertyOptional({
    deprecated: true,
    description: 'Not needed; accepted for clients of the earlier API.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(254)
  username?: string;
}

export class LogoutDto {
  @ApiPropertyOptional({
    description: 'Ends only the sign-in of this refresh token; without it, all of them.',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(8_192)
  refresh_token?: string;
}

export class ForgotPasswordDto {
  @ApiProperty({ example: EXAMPLE.email, format: 'email', maxLength: 254 })
  @IsEmail()
  @MaxLength(254)
  email!: string;
}

export class ConfirmForgotPasswordDto {
  @ApiProperty({ example: EXAMPLE.email, format: 'email', maxLength: 254 })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @ApiProperty({ example: '123456', description: 'The code that was sent by e-mail.' })
  @IsString()
  @Matches(/^\S{1,64}$/, { message: 'must be the code from the e-mail' })
  code!: string;

  @ApiProperty({ example: 'N3w-Passw0rd!', format: 'password', maxLength: MAX_PASSWORD })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD)
  new_password!: string;
}

export class ChangePasswordDto {
  @ApiProperty({ example: EXAMPLE.password, format: 'password', maxLength: MAX_PASSWORD })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD)
  previous_password!: string;

  @ApiProperty({ example: 'N3w-Passw0rd!', format: 'password', maxLength: MAX_PASSWORD })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD)
  new_password!: string;
}

export class OkDto {
  @ApiProperty({ example: true, enum: [true] })
  readonly ok = true as const;
}

/** Tokens, or the challenge to answer before there are any. Every key is always there. */
export class SignInDto {
  @ApiProperty({ type: String, nullable: true, description: 'For `Authorization: Bearer`.' })
  access_token!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'For routes that take ID tokens.' })
  id_token!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'On refresh: `null` unless Cognito rotated it.' })
  refresh_token!: string | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    example: 3600,
    description: 'Life of the access token, seconds.',
  })
  expires_in!: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'Bearer' })
  token_type!: string | null;

  @ApiProperty({ type: String, nullable: true, enum: ['NEW_PASSWORD_REQUIRED', null], example: null })
  challenge!: 'NEW_PASSWORD_REQUIRED' | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'For `POST /api/user/new-password`.',
  })
  session!: string | null;
}

export class MyTenantDto {
  @ApiProperty({ example: 'tenant_a' })
  tenant_id!: string;

  @ApiProperty({ example: 'Acme' })
  name!: string;

  @ApiProperty({ enum: ['admin', 'member', 'viewer'], example: 'admin' })
  role!: 'admin' | 'member' | 'viewer';
}

export class MeDto {
  @ApiProperty({ example: '5b1f0c1e-7c39-4c58-9d3d-0b7a4a2f9f10' })
  sub!: string;

  @ApiProperty({ example: '5b1f0c1e-7c39-4c58-9d3d-0b7a4a2f9f10' })
  username!: string;

  @ApiProperty({ type: String, nullable: true, example: EXAMPLE.email })
  email!: string | null;

  @ApiProperty({ enum: ['access', 'id'] })
  token_use!: 'access' | 'id';

  @ApiProperty({ type: [String], example: [] })
  groups!: readonly string[];

  @ApiProperty({ type: [MyTenantDto], description: 'Active tenants in which the user is an active member.' })
  tenants!: readonly MyTenantDto[];
}
