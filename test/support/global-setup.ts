import { startTestPostgres, type TestPostgres } from './postgres.ts';

declare global {
  var testPostgres: TestPostgres | undefined;
}

/** Jest runs this once before everything; its workers inherit the environment. */
export default async function globalSetup(): Promise<void> {
  globalThis.testPostgres = await startTestPostgres();
  process.env['TEST_POSTGRES_OWNER_URL'] = globalThis.testPostgres.ownerUrl;
  process.env['TEST_POSTGRES_RUNTIME_URL'] = globalThis.testPostgres.runtimeUrl;
  process.env['TEST_POSTGRES_SUPERUSER_URL'] = globalThis.testPostgres.superuserUrl;
}
