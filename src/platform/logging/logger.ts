import type { LoggerService } from '@nestjs/common';
import {
  destination,
  pino,
  stdTimeFunctions,
  type DestinationStream,
  type Logger as Pino,
  type LoggerOptions,
} from 'pino';
import type { Environment } from '../config/environment.ts';
import { currentContext } from '../context/request-context.ts';
import { contextFields } from './context-fields.ts';

/**
 * Lines are written together, 32 kilobytes or a tenth of a second of them: a write costs more than a line. What a
 * reader who has stopped does not take is dropped beyond so many bytes.
 */
const GATHERED = {
  minLength: 32 * 1024,
  maxWrite: 64 * 1024,
  periodicFlush: 100,
  maxLength: 16 * 1024 * 1024,
};

/**
 * JSON lines on standard output, which no request waits for; what is left is written when the process ends. Each carries
 * the request id, the tenant and the subject of the work under way; tokens, e-mail addresses and bodies are never handed
 * to it.
 */
export function createLogger(level: Environment['logLevel']): Pino {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => {
      const context = currentContext();
      return context === undefined ? {} : contextFields(context);
    },
  } satisfies LoggerOptions;
  return pino(options, standardOutput());
}

/** Past `process.stdout`, unless somebody (an agent, a test) has put something of theirs in front of it, as pino does. */
function standardOutput(): DestinationStream {
  const { stdout } = process;
  const isReplaced = stdout.write !== Object.getPrototypeOf(stdout).write;
  return isReplaced ? stdout : destination({ dest: 1, sync: false, ...GATHERED });
}

/** Nest's own messages, and those of its `Logger` class, as lines of the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly pino: Pino) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.pino.info(...line(message, rest));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.pino.error(...line(message, rest));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn(...line(message, rest));
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.pino.debug(...line(message, rest));
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.pino.trace(...line(message, rest));
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.pino.fatal(...line(message, rest));
  }
}

/** Nest passes the name of the logging class as the last argument, and an error's stack before it. */
function line(message: unknown, rest: readonly unknown[]): [object, string] {
  const of = rest.at(-1);
  const err = message instanceof Error ? message : rest.find((part) => part instanceof Error);
  const stack = rest.length > 1 && typeof rest[0] === 'string' ? rest[0] : undefined;
  return [
    { ...(typeof of === 'string' && { of }), ...(err instanceof Error && { err }), ...(stack && { stack }) },
    message instanceof Error ? message.message : String(message),
  ];
}
