import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentPrincipal } from '../auth/current-principal.decorator.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { uuidPipe } from '../platform/http/uuid.pipe.ts';
import { RequireRole } from '../tenancy/role.decorator.ts';
import { noSuchApiKey, tooManyApiKeys } from './api-key-problems.ts';
import { ApiKeyPageDto, ApiKeyQuery, CreateApiKeyDto, IssuedApiKeyDto } from './api-key.dto.ts';
import { ApiKeyService } from './api-key.service.ts';

const CREATE_HELP = `For a machine that works in your tenant, such as one that sends alerts.

The answer alone shows the key: what is kept is its SHA-256. So this call takes no \`Idempotency-Key\`, as answering a
repeat would need the key to be kept in clear for a day. If the answer is lost, revoke the key and make another one.`;

@ApiTags('API keys')
@Controller('api-keys')
export class ApiKeyController {
  constructor(private readonly keys: ApiKeyService) {}

  @Get()
  @RequireRole('admin')
  @ApiOperation({ summary: 'List the API keys of your tenant', description: 'Newest first.' })
  @ApiOkResponse({ type: ApiKeyPageDto })
  list(@Query() query: ApiKeyQuery): Promise<ApiKeyPageDto> {
    return this.keys.list(query);
  }

  @Post()
  @RequireRole('admin')
  @ApiOperation({ summary: 'Make an API key', description: CREATE_HELP })
  @ApiCreatedResponse({ type: IssuedApiKeyDto })
  @Refuses(tooManyApiKeys)
  create(@Body() dto: CreateApiKeyDto, @CurrentPrincipal() creator: Principal): Promise<IssuedApiKeyDto> {
    return this.keys.create(dto, creator);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireRole('admin')
  @ApiOperation({
    summary: 'Revoke an API key',
    description:
      'Every instance refuses it from then on. It stays in the list of those with `status=revoked`.',
  })
  @ApiNoContentResponse()
  @Refuses(noSuchApiKey)
  revoke(@Param('id', uuidPipe('id')) id: string): Promise<void> {
    return this.keys.revoke(id);
  }
}
