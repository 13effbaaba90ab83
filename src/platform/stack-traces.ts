/**
 * Runs `work`, which must not be asynchronous, with errors that carry no stack trace. Taking one costs a refusal more
 * than all the rest of it, and of what callers do wrong nobody reads it.
 */
export function withoutStackTraces<T>(work: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
