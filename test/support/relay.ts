import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Relayed {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

/** Answers instead of the real one, or leaves it to that one. */
type Interception = (path: string, response: ServerResponse) => boolean;

/** Stands before a real service: passes everything on and notes it, but for what a test has fail. */
export class Relay {
  readonly calls: Relayed[] = [];
  private interception: Interception = () => false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(target: string): Promise<Relay> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const relay = new Relay(server, `http://localhost:${port}`);
    server.on('request', (incoming, response) => relay.take(incoming, response, new URL(target)));
    return relay;
  }

  /** The calls of a path that came since the last time this was asked. */
  taken(path: string): Relayed[] {
    const taken = this.calls.filter((call) => call.path === path);
    this.calls.length = 0;
    return taken;
  }

  /** While `work` is done; what it answers `false` to goes its way. */
  async intercepting<Result>(interception: Interception, work: () => Promise<Result>): Promise<Result> {
    this.interception = interception;
    try {
      return await work();
    } finally {
      this.interception = () => false;
    }
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private take(incoming: IncomingMessage, response: ServerResponse, target: URL): void {
    const { method = 'GET', url = '/', headers } = incoming;
    const path = url.split('?', 1)[0] ?? '/';
    this.calls.push({ method, path, authorization: headers.authorization });
    if (this.interception(path, response)) return;
    const { hostname, port } = target;
    const onward = request({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }
}

/** As a service that is not there. */
export function gone(_path: string, response: ServerResponse): boolean {
  response.destroy();
  return true;
}
