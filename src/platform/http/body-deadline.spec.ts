import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { bodyDeadline } from './body-deadline.middleware.ts';
import { ORDINARY_BODY, declareBody } from './route-body.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

async function post(path: string, sent: string, length: number): Promise<string> {
  const app = express();
  app.post('/slow', declareBody({ ...ORDINARY_BODY, deadline: 100 }));
  app.use(bodyDeadline);
  app.post('/slow', (request, response) => {
    request.on('data', () => undefined).on('end', () => response.send('read'));
  });
  app.post('/early', (request, response) => {
    request.once('readable', () => {
      request.read(1);
      response.send('enough');
    });
  });
  server = app.listen(0);
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => (answer += data.toString())).on('error', () => undefined);
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${sent}`,
  );
  await once(socket, 'close', { signal: AbortSignal.timeout(5_000) });
  return answer;
}

describe('bodyDeadline', () => {
  it('answers 408 to a body that does not come', async () => {
    expect(await post('/slow', 'x', 10)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('lets one pass that comes in time', async () => {
    expect(await post('/slow', 'x'.repeat(10), 10)).toMatch(/^HTTP\/1\.1 200 [^]*read$/);
  });

  it('lets the sender of a long body see an early answer', async () => {
    const long = 1_000_000;
    expect(await post('/early', 'x'.repeat(long), long)).toMatch(/^HTTP\/1\.1 200 [^]*enough$/);
  });
});
