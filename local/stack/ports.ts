import { createServer } from 'node:net';

/** @throws {Error} naming the variable that moves a port which somebody else listens on */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  if (port === 0 || (await isFree(port))) return;
  throw new Error(`Port ${port} is in use. Set ${variable} to another one, or stop what listens there.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    // As the servers themselves listen: on every address, IPv6 and IPv4.
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}
