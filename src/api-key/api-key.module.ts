import { Module } from '@nestjs/common';
import { ApiKeyList } from './api-key-list.ts';
import { ApiKeyController } from './api-key.controller.ts';
import { ApiKeyService } from './api-key.service.ts';

@Module({ controllers: [ApiKeyController], providers: [ApiKeyService, ApiKeyList] })
export class ApiKeyModule {}
