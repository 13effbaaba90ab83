'use client';
import { useEffect, useRef, useState } from 'react';
import type { Problem } from '@/lib/problem';
import { upload } from './upload';

const MOST_BYTES = 100 * 1024 * 1024;

type ImportState =
  | { readonly at: 'choosing'; readonly refused?: 'fileTooLarge' | 'fileEmpty' }
  /** `sent` from 0 to 1; at 1 the items are being made. */
  | { readonly at: 'sending'; readonly name: string; readonly sent: number }
  | { readonly at: 'done'; readonly imported: number }
  | { readonly at: 'refused'; readonly name: string; readonly problem: Problem };

export function useImport(tenantId: string, onImported: () => void) {
  const [state, setState] = useState<ImportState>({ at: 'choosing' });
  const running = useRef<AbortController>(undefined);
  const cancel = () => running.current?.abort();
  useEffect(() => cancel, []);

  async function send(file: File): Promise<void> {
    if (file.size > MOST_BYTES) return setState({ at: 'choosing', refused: 'fileTooLarge' });
    if (file.size === 0) return setState({ at: 'choosing', refused: 'fileEmpty' });
    cancel();
    const { signal } = (running.current = new AbortController());
    const { name } = file;
    setState({ at: 'sending', name, sent: 0 });
    const outcome = await upload(file, tenantId, signal, (sent) => setState({ at: 'sending', name, sent }));
    if (signal.aborted) return;
    if (!outcome.ok) return setState({ at: 'refused', name, problem: outcome.problem });
    setState({ at: 'done', imported: outcome.value.imported });
    onImported();
  }
  const reset = () => {
    cancel();
    setState({ at: 'choosing' });
  };
  return { state, send: (file: File) => void send(file), cancel, reset };
}
