import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly path: string;
}

/** Somebody's server that takes webhooks, on this machine, and answers as it is told. */
export class Receiver {
  readonly received: Received[] = [];
  /** How it answers from now on; 0: it hangs up, -1: it never answers. */
  status = 204;
  private connected = 0;
  private server: Server | undefined;
  private port = 0;

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await receiver.open();
    return receiver;
  }

  /** Where it is, at a path that must not show anywhere. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/hidden-path?token=hidden-token`;
  }

  get connections(): number {
    return this.connected;
  }

  /** Begins to listen, again at the same port. */
  async open(): Promise<void> {
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (piece: Buffer) => (text += piece.toString()));
      request.on('end', () => {
        if (this.status === 0) return void request.socket.destroy();
        if (this.status === -1) return;
        this.received.push({ headers: request.headers, text, path: request.url ?? '' });
        response.writeHead(this.status).end();
      });
    });
    server.on('connection', () => (this.connected += 1));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const { server } = this;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  }

  bodies<T = Record<string, unknown>>(): T[] {
    return this.received.map(({ text }) => JSON.parse(text) as T);
  }
}
