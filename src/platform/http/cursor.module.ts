import { Global, Module } from '@nestjs/common';
import { SystemPrisma } from '../database/system-prisma.ts';
import { CursorCodec } from './cursor.ts';

@Global()
@Module({
  providers: [
    {
      provide: CursorCodec,
      inject: [SystemPrisma],
      useFactory: async (prisma: SystemPrisma) => {
        const { value } = await prisma.applicationSecret.findUniqueOrThrow({ where: { name: 'cursor' } });
        return new CursorCodec(Buffer.from(value));
      },
    },
  ],
  exports: [CursorCodec],
})
export class CursorModule {}
