import 'server-only';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { answerOf, apiOf, type Api } from './api';
import { ApiProblem } from './problem';

/**
 * Reads for a page; what stands in the way leads to the page that explains it.
 * @throws {ApiProblem} for everything else, as of an address that names nothing
 */
export async function read<Data>(
  tenantId: string | undefined,
  call: (api: Api) => Promise<{ data?: Data }>,
): Promise<Data> {
  try {
    return await answerOf(call(apiOf(tenantId)));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const { status, code } = error.problem;
    const here = (await headers()).get('x-path') ?? '/';
    const back = `?callbackUrl=${encodeURIComponent(here)}`;
    if (status === 401) redirect(`/session-ended${back}`);
    if (status === 503) redirect(`/unreachable${back}`);
    if (code === 'tenant/forbidden') redirect('/suspended');
    // What somebody may not read is not there for them.
    if (code === 'tenant/role' || code === 'auth/group') notFound();
    throw error;
  }
}

/** As `read`; `null` where there is no such row, for it may be gone by now. */
export async function readIfThere<Data>(
  tenantId: string,
  call: (api: Api) => Promise<{ data?: Data }>,
): Promise<Data | null> {
  return read(tenantId, call).catch((error: unknown) => {
    if (error instanceof ApiProblem && [400, 404].includes(error.problem.status)) return null;
    throw error;
  });
}
