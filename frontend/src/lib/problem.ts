export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export const UNREACHABLE = 'web/unreachable';
export const SESSION_ENDED = 'web/session_ended';

/** An answer of the API that is not a success (RFC 9457). */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly requestId: string | null,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(detail);
    this.name = 'ApiProblem';
  }

  static async of(answer: Response): Promise<ApiProblem> {
    const body = (await answer.json().catch(() => ({}))) as Partial<{
      code: string;
      detail: string;
      errors: FieldError[];
    }>;
    const requestId = answer.headers.get('x-request-id');
    return new ApiProblem(answer.status, body.code ?? 'unknown', body.detail ?? '', requestId, body.errors);
  }

  static unreachable(): ApiProblem {
    return new ApiProblem(503, UNREACHABLE, '', null);
  }

  static sessionEnded(): ApiProblem {
    return new ApiProblem(401, SESSION_ENDED, '', null);
  }
}
