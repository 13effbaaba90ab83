import { Module } from '@nestjs/common';
import { ImportSlots } from './import-slots.ts';
import { ItemExport } from './item-export.ts';
import { ItemFilesController } from './item-files.controller.ts';
import { ItemImport } from './item-import.ts';
import { ItemList } from './item-list.ts';
import { ItemController } from './item.controller.ts';
import { ItemService } from './item.service.ts';

@Module({
  // In this order: `export` would be an `:id` to the other one.
  controllers: [ItemFilesController, ItemController],
  providers: [ItemService, ItemList, ItemImport, ItemExport, ImportSlots],
})
export class ItemModule {}
