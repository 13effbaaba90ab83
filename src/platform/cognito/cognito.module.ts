import { Global, Module } from '@nestjs/common';
import { CognitoClient } from './cognito-client.ts';

@Global()
@Module({ providers: [CognitoClient], exports: [CognitoClient] })
export class CognitoModule {}
