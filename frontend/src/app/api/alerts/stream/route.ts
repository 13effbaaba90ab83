import { streamApi } from '@/lib/api';
import { ApiProblem } from '@/lib/problem';

/** The live alerts from the front end's own origin: the token stays on this side. */
export async function GET(request: Request): Promise<Response> {
  const tenantId = new URL(request.url).searchParams.get('tenant') ?? '';
  const last = request.headers.get('last-event-id');
  try {
    const answer = await streamApi('/alerts/stream', tenantId, {
      signal: request.signal,
      ...(last !== null && /^\d{1,18}$/.test(last) && { headers: { 'Last-Event-ID': last } }),
    });
    if (!answer.ok || answer.body === null) return new Response(null, { status: answer.status });
    return new Response(answer.body, {
      headers: {
        'Content-Type': 'text/event-stream; charset=utf-8',
        // A compressing proxy would hold events back.
        'Cache-Control': 'no-cache, no-transform',
        'X-Accel-Buffering': 'no',
      },
    });
  } catch (error) {
    if (error instanceof ApiProblem) return new Response(null, { status: error.problem.status });
    throw error;
  }
}
