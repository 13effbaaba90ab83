import { Module } from '@nestjs/common';
import { AccountService } from './account.service.ts';
import { PasswordService } from './password.service.ts';
import { RateLimits } from './rate-limits.ts';
import { SignInLimiter } from './sign-in-limiter.ts';
import { SignInService } from './sign-in.service.ts';
import { UserController } from './user.controller.ts';

@Module({
  controllers: [UserController],
  providers: [SignInService, SignInLimiter, RateLimits, PasswordService, AccountService],
})
export class UserModule {}
