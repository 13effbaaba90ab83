/** One fault of one field of the request; `field` is a path such as `tags.3` or `items.0.name`. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

interface ProblemOptions {
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Logged, never sent. */
  readonly cause?: unknown;
}

/**
 * An answer that is not a success, as RFC 9457 `application/problem+json` describes it.
 * Throw one of the subclasses; the one exception filter turns it into a response.
 * `detail` reaches the caller: no SQL, no table name, no other tenant's value.
 */
export abstract class Problem extends Error {
  abstract readonly status: number;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    /** Stable, for programs: `item/not_found`. */
    readonly code: string,
    detail: string,
    options: ProblemOptions = {},
  ) {
    // As withoutStackTraces does, which `super` cannot be called in.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(detail, { cause: options.cause });
    Error.stackTraceLimit = limit;
    this.name = new.target.name;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

export class BadRequest extends Problem {
  readonly status = 400;
}

/** Faults that an answer lists, and of these that its `detail` repeats: enough to mend, and no more than was sent. */
const LISTED = 50;
const REPEATED = 5;

/** A request that does not have the form the route asks for; `errors` names each faulty field, fifty at most. */
export class InvalidRequest extends BadRequest {
  constructor(errors: readonly FieldError[]) {
    const named = errors.slice(0, REPEATED).map(({ field, message }) => `${field}: ${message}`);
    const more = errors.length > REPEATED ? ' …' : '';
    const detail = `The request is not valid. ${named.join('; ')}${more}`;
    super('request/invalid', detail, { errors: errors.slice(0, LISTED) });
  }
}

/** 401. The body never says which check failed; `reason` is for the log alone. */
export class Unauthorized extends Problem {
  readonly status = 401;

  constructor(
    readonly reason: string,
    cause?: unknown,
  ) {
    super('auth/unauthorized', 'A valid token is required.', {
      headers: { 'WWW-Authenticate': 'Bearer' },
      cause,
    });
  }
}

export class Forbidden extends Problem {
  readonly status = 403;
}

export class NotFound extends Problem {
  readonly status = 404;
}

export class RequestTimeout extends Problem {
  readonly status = 408;
}

export class Conflict extends Problem {
  readonly status = 409;
}

export class PreconditionFailed extends Problem {
  readonly status = 412;
}

export class PayloadTooLarge extends Problem {
  readonly status = 413;
}

export class UnsupportedMediaType extends Problem {
  readonly status = 415;
}

export class TooManyRequests extends Problem {
  readonly status = 429;

  constructor(code: string, detail: string, retryAfterSeconds: number, options: ProblemOptions = {}) {
    super(code, detail, { ...options, headers: { ...retryAfter(retryAfterSeconds), ...options.headers } });
  }
}

/** 503: it cannot be decided now, because something this depends on is unreachable or throttled. */
export class Unavailable extends Problem {
  readonly status = 503;

  constructor(
    /** For the log: `database`, `signing keys`, `cognito`. */
    readonly dependency: string,
    cause?: unknown,
    retryAfterSeconds = 2,
  ) {
    super('service/unavailable', 'The service cannot answer this now. Try again shortly.', {
      headers: retryAfter(retryAfterSeconds),
      cause,
    });
  }
}

function retryAfter(seconds: number): Record<string, string> {
  return { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) };
}
