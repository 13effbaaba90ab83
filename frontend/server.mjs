import { createServer } from 'node:http';
import process from 'node:process';
import { setTimeout } from 'node:timers';
import { URL, fileURLToPath } from 'node:url';
import next from 'next';

/** The front end as one process: `node server.mjs`, or with `--dev` in development. */
// Next.js and its plugins look for files from where they are started.
process.chdir(fileURLToPath(new URL('.', import.meta.url)));
const port = Number(process.env['WEB_PORT'] || 3000);
const server = createServer({
  // As long as the API gives a file to arrive.
  requestTimeout: 600_000,
  // Longer than a load balancer keeps a connection: it would send a request into one that is just being closed.
  keepAliveTimeout: 65_000,
});
const app = next({
  dev: process.argv.includes('--dev'),
  dir: process.cwd(),
  port,
  httpServer: server,
});

await app.prepare();
const handle = app.getRequestHandler();
server.on('request', (request, response) => void handle(request, response));
server.listen(port);

// Live streams never end by themselves, so the connections are closed as well.
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
    setTimeout(() => process.exit(0), 3_000).unref();
  });
}
// Should the stack that started it go without a word (SIGKILL), this goes too.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
