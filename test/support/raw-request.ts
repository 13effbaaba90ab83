import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';

export interface RawAnswer {
  readonly status: number;
  /** Empty where Node refused the request before the application saw it. */
  readonly text: string;
}

/** Sends header lines exactly as they are, such as no HTTP client would, and returns the status of the answer. */
export async function rawRequest(app: INestApplication, lines: readonly string[]): Promise<number> {
  const server = app.getHttpServer() as { address(): AddressInfo };
  const text = [...lines, 'Host: localhost', 'Connection: close', '', ''].join('\r\n');
  return (await rawExchange(server.address().port, text)).status;
}

/**
 * Sends bytes exactly as they are; each character of `text` is one. They have to say `Connection: close`: Node drops
 * the answer to a client that closes its own side first.
 */
export async function rawExchange(port: number, text: string): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  socket.write(text, 'latin1');
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk));
  await once(socket, 'close');
  const [head = '', ...body] = answer.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), text: body.join('\r\n\r\n') };
}
