import { Global, Module } from '@nestjs/common';
import { Environment } from '../platform/config/environment.ts';
import { PrismaSignOutStore } from './prisma-sign-out-store.ts';
import { SignInEvents } from './sign-in-events.ts';
import { SignOutStore } from './sign-out-store.ts';
import { SignOuts } from './sign-outs.ts';
import { SigningKeys } from './signing-keys.ts';
import { TokenVerifier } from './token-verifier.ts';
import { VerifiedTokens } from './verified-tokens.ts';

/** Is this token good? Needs the Environment and the database module; the guard is registered by the application. */
@Global()
@Module({
  providers: [
    {
      provide: SigningKeys,
      inject: [Environment],
      useFactory: ({ cognito }: Environment) => new SigningKeys({ uri: cognito.jwksUri }),
    },
    {
      provide: VerifiedTokens,
      inject: [SigningKeys],
      useFactory: (keys: SigningKeys) => new VerifiedTokens(keys),
    },
    { provide: SignOutStore, useClass: PrismaSignOutStore },
    { provide: SignOuts, inject: [SignOutStore], useFactory: (store: SignOutStore) => new SignOuts(store) },
    TokenVerifier,
    SignInEvents,
  ],
  exports: [TokenVerifier, SigningKeys, SignOuts, SignInEvents],
})
export class AuthModule {}
