/** Says in plain words why the process does not start, and ends it with code 1. The stack is for `LOG_LEVEL=debug`. */
export function reportStartFailure(error: unknown): never {
  const verbose = ['debug', 'trace'].includes(process.env['LOG_LEVEL'] ?? '');
  const message = error instanceof Error ? (verbose && error.stack) || error.message : String(error);
  process.stderr.write(`Tenantry does not start.\n${message}\n`);
  process.exit(1);
}
