import { ApiProblem, UNANSWERED, type Outcome } from '@/lib/problem';

interface Imported {
  readonly imported: number;
}

/** By XMLHttpRequest, for `fetch` does not tell how much has been sent. @param onProgress from 0 to 1 */
export async function upload(
  file: File,
  tenantId: string,
  signal: AbortSignal,
  onProgress: (sent: number) => void,
): Promise<Outcome<Imported>> {
  // The upload passes by what renews tokens (proxy.ts), so that is done before.
  await fetch('/api/session', { signal }).catch(() => undefined);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/items/import?tenant=${encodeURIComponent(tenantId)}`);
    request.setRequestHeader('Content-Type', 'text/csv');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onload = () => void outcomeOf(request).then(resolve);
    request.onerror = () => resolve({ ok: false, problem: UNANSWERED });
    signal.addEventListener('abort', () => request.abort());
    if (!signal.aborted) request.send(file);
  });
}

async function outcomeOf(request: XMLHttpRequest): Promise<Outcome<Imported>> {
  const { status, responseText } = request;
  const id = request.getResponseHeader('X-Request-Id');
  const answer = new Response(responseText, { status, headers: id === null ? {} : { 'X-Request-Id': id } });
  if (answer.ok) return { ok: true, value: (await answer.json()) as Imported };
  return { ok: false, problem: (await ApiProblem.of(answer)).problem };
}
