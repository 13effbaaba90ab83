import { Module } from '@nestjs/common';
import { ItemList } from './item-list.ts';
import { ItemController } from './item.controller.ts';
import { ItemService } from './item.service.ts';

@Module({ controllers: [ItemController], providers: [ItemService, ItemList] })
export class ItemModule {}
