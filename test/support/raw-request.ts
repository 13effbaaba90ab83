import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';

/** Sends header lines exactly as they are, such as no HTTP client would, and returns the status of the answer. */
export async function rawRequest(app: INestApplication, lines: readonly string[]): Promise<number> {
  const server = app.getHttpServer() as { address(): AddressInfo };
  const socket = connect(server.address().port, '127.0.0.1').setEncoding('latin1');
  socket.end([...lines, 'Host: localhost', 'Connection: close', '', ''].join('\r\n'));
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk));
  await once(socket, 'close');
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}
