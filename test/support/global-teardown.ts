/** The counterpart of global-setup.ts, which declares the variable. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.testPostgres?.stop();
}
