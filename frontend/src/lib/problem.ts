export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** An answer of the API that is not a success (RFC 9457), in a form that reaches the browser. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly errors: readonly FieldError[];
}

/** How something that was asked for ended; `value` of what has no answer is `undefined`. */
export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export const UNREACHABLE = 'web/unreachable';
export const SESSION_ENDED = 'web/session_ended';

/** Stands before the request id in a digest, to tell it from one that Next made. */
const OF_API = 'api:';

/** The front end's own server did not answer, as while it is being replaced. */
export const UNANSWERED: Problem = {
  status: 503,
  code: UNREACHABLE,
  detail: '',
  requestId: null,
  errors: [],
};

export class ApiProblem extends Error {
  /** Of what a server error says, the one thing that Next passes on to the browser. Absent, it makes one itself. */
  readonly digest: string | undefined;

  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ApiProblem';
    this.digest = problem.requestId === null ? undefined : `${OF_API}${problem.requestId}`;
  }

  static async of(answer: Response): Promise<ApiProblem> {
    const body = (await answer.json().catch(() => ({}))) as Partial<Problem>;
    return new ApiProblem({
      status: answer.status,
      code: body.code ?? 'unknown',
      detail: body.detail ?? '',
      requestId: answer.headers.get('x-request-id'),
      errors: body.errors ?? [],
    });
  }

  static unreachable(): ApiProblem {
    return without(503, UNREACHABLE);
  }

  static sessionEnded(): ApiProblem {
    return without(401, SESSION_ENDED);
  }
}

/** The request id of the answer that an error page is shown for, where it was one of the API's. */
export function requestIdOf(digest: string | undefined): string | undefined {
  return digest?.startsWith(OF_API) === true ? digest.slice(OF_API.length) : undefined;
}

function without(status: number, code: string): ApiProblem {
  return new ApiProblem({ status, code, detail: '', requestId: null, errors: [] });
}
