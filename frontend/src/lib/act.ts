import 'server-only';
import { answerOf, apiOf, type Api } from './api';
import { ApiProblem, type Outcome } from './problem';

/** Changes something for a form or a button: what stands in the way comes back as a value, so nothing typed is lost. */
export async function act<Data>(
  tenantId: string | undefined,
  call: (api: Api) => Promise<{ data?: Data }>,
): Promise<Outcome<Data>> {
  try {
    return { ok: true, value: await answerOf(call(apiOf(tenantId))) };
  } catch (error) {
    if (error instanceof ApiProblem) return { ok: false, problem: error.problem };
    throw error;
  }
}
