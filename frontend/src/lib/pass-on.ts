import 'server-only';
import { streamApi } from './api';
import { ApiProblem } from './problem';

/** What a browser has to know of an answer of the API. */
const KEPT = ['content-type', 'content-disposition', 'x-request-id', 'retry-after'];

/** The API's answer to a route handler's caller, streamed, with what is wrong as the API tells it. */
export async function passOn(
  path: string,
  tenantId: string,
  init: RequestInit & { signal: AbortSignal },
): Promise<Response> {
  try {
    const { status, headers, body } = await streamApi(path, tenantId, init);
    return new Response(body, { status, headers: [...headers].filter(([name]) => KEPT.includes(name)) });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return Response.json(error.problem, { status: error.problem.status });
  }
}
