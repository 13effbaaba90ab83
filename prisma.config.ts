import { defineConfig } from 'prisma/config';

/** The owner's URL: migrations are the only thing the Prisma CLI is used for. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_OWNER_URL'] ?? process.env['DATABASE_URL'] ?? '' },
});
