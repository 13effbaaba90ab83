const DEADLINE_MS = 3_000;
const MAX_BYTES = 256 * 1024;

/**
 * Reads the published keys over HTTP and returns the JSON as it is.
 * Whoever shapes this answer decides who may sign tokens, and a slow one would hold up requests: so one deadline
 * of 3 s for all of it (a time-out between bytes would let a trickle go on for ever), at most 256 KiB after
 * decompression, and no redirect to an address that nobody configured.
 * @throws Error when unreachable, slow, too large, redirected, not 200 or not JSON.
 */
export async function downloadJwks(uri: string, fetch: typeof globalThis.fetch): Promise<unknown> {
  const response = await fetch(uri, {
    redirect: 'error',
    signal: AbortSignal.timeout(DEADLINE_MS),
    headers: { accept: 'application/json' },
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the key endpoint answered ${response.status}`);
  }
  return JSON.parse(await readCapped(response));
}

async function readCapped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`the key set is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
