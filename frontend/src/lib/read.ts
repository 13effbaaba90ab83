import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { api } from './api';
import { ApiProblem } from './problem';

/** Reads for a page; what stands in the way leads to the page that explains it. */
export async function read<Answer>(path: string, tenantId?: string): Promise<Answer> {
  try {
    return await api<Answer>(path, tenantId === undefined ? {} : { tenantId });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const here = (await headers()).get('x-path') ?? '/';
    const back = `?callbackUrl=${encodeURIComponent(here)}`;
    if (error.status === 401) redirect(`/session-ended${back}`);
    if (error.status === 503) redirect(`/unreachable${back}`);
    if (error.code === 'tenant/forbidden') redirect('/suspended');
    throw error;
  }
}
