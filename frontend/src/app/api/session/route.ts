/** Nothing but what the proxy does for every request: tokens that are due are renewed, and without a session it is 401. */
export function GET(): Response {
  return new Response(null, { status: 204 });
}
