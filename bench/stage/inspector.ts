import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Flags of Node for a process whose heap is to be looked at. */
export const inspectFlags = (port: number) => [`--inspect=127.0.0.1:${port}`, '--inspect-publish-uid=http'];

/** A process's heap, by the protocol of its debugger: the product has no route for that, and needs none. */
export class Inspector {
  private readonly socket: WebSocket;
  private asked = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
  }

  /** @param port as given to {@link inspectFlags} */
  static async open(port: number): Promise<Inspector> {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      webSocketDebuggerUrl: string;
    }[];
    const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
    await once(socket, 'open');
    return new Inspector(socket);
  }

  /** Megabytes of what is reachable: after collections, when what the last requests have left is gone. */
  async liveHeap(): Promise<number> {
    // What finalizers and timers hold goes with the next one.
    for (let round = 0; round < 3; round++) {
      await this.call('HeapProfiler.collectGarbage');
      await sleep(200);
    }
    const { usedSize } = (await this.call('Runtime.getHeapUsage')) as { usedSize: number };
    return usedSize / 1_024 / 1_024;
  }

  close(): void {
    this.socket.close();
  }

  private call(method: string): Promise<unknown> {
    const id = (this.asked += 1);
    return new Promise((resolve) => {
      const listen = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: unknown };
        if (answer.id !== id) return;
        this.socket.removeEventListener('message', listen);
        resolve(answer.result);
      };
      this.socket.addEventListener('message', listen);
      this.socket.send(JSON.stringify({ id, method }));
    });
  }
}
