import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentPrincipal } from '../auth/current-principal.decorator.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { ChangesVersion, IfMatch, ReadsVersion, type ExpectedVersions } from '../platform/http/entity-tag.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import { TakesJson } from '../platform/http/route-body.ts';
import { uuidPipe } from '../platform/http/uuid.pipe.ts';
import { Idempotent } from '../tenancy/idempotency.ts';
import { RequireRole } from '../tenancy/role.decorator.ts';
import { ItemQuery, OwnItemQuery } from './item-query.dto.ts';
import { CreateItemDto, CreateItemsDto, ItemDto, ItemPageDto, ItemsDto, UpdateItemDto } from './item.dto.ts';
import { ItemService, noSuchItem, overtaken } from './item.service.ts';

@ApiTags('Items')
@Controller('items')
export class ItemController {
  constructor(private readonly items: ItemService) {}

  @Get()
  @RequireRole('viewer')
  @ApiOperation({ summary: "List your tenant's items" })
  @ApiOkResponse({ type: ItemPageDto })
  list(@Query() query: ItemQuery): Promise<ItemPageDto> {
    return this.items.list(query);
  }

  @Get('me')
  @RequireRole('viewer')
  @ApiOperation({
    summary: 'List your own items',
    deprecated: true,
    description: 'Use `GET /api/items` with your `owner_sub`.',
  })
  @ApiOkResponse({ type: ItemPageDto })
  listOwn(@Query() query: OwnItemQuery, @CurrentPrincipal() owner: Principal): Promise<ItemPageDto> {
    return this.items.listOwn(query, owner);
  }

  @Get('tenant')
  @RequireRole('viewer')
  @ApiOperation({
    summary: "List your tenant's items (as the earlier API did)",
    deprecated: true,
    description: 'Use `GET /api/items`.',
  })
  @ApiOkResponse({ type: ItemPageDto })
  listTenant(@Query() query: ItemQuery): Promise<ItemPageDto> {
    return this.items.list(query);
  }

  @Post()
  @RequireRole('member')
  @Idempotent()
  @ApiOperation({ summary: 'Create an item' })
  @ApiCreatedResponse({ type: ItemDto })
  create(@Body() dto: CreateItemDto, @CurrentPrincipal() owner: Principal): Promise<ItemDto> {
    return this.items.create(dto, owner);
  }

  @Post('bulk')
  @RequireRole('member')
  @Idempotent()
  @TakesJson({ limitBytes: 8 * 1024 * 1024 })
  @ApiOperation({ summary: 'Create up to 500 items, all or none' })
  @ApiCreatedResponse({ type: ItemsDto })
  createMany(@Body() dto: CreateItemsDto, @CurrentPrincipal() owner: Principal): Promise<ItemsDto> {
    return this.items.createMany(dto, owner);
  }

  @Get(':id')
  @RequireRole('viewer')
  @ReadsVersion()
  @Refuses(noSuchItem)
  @ApiOperation({ summary: 'Read an item' })
  @ApiOkResponse({ type: ItemDto })
  get(@Param('id', uuidPipe('id')) id: string): Promise<ItemDto> {
    return this.items.get(id);
  }

  @Patch(':id')
  @RequireRole('member')
  @ChangesVersion()
  @Refuses(noSuchItem, overtaken)
  @ApiOperation({ summary: 'Change an item', description: 'Only the fields that are sent change.' })
  @ApiOkResponse({ type: ItemDto })
  update(
    @Param('id', uuidPipe('id')) id: string,
    @Body() dto: UpdateItemDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<ItemDto> {
    return this.items.update(id, dto, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireRole('member')
  @ChangesVersion()
  @Refuses(noSuchItem, overtaken)
  @ApiOperation({ summary: 'Delete an item' })
  @ApiNoContentResponse()
  remove(@Param('id', uuidPipe('id')) id: string, @IfMatch() expected: ExpectedVersions): Promise<void> {
    return this.items.remove(id, expected);
  }
}
