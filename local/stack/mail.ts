import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

export interface MailServer {
  /** As SMTP_URL has it. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Takes mails for anybody, on this machine alone, and sends none on.
 * @param receive once for each recipient
 */
export async function startMailServer(receive: (mail: Mail) => void): Promise<MailServer> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData: (stream, { envelope }, done) => {
      text(stream)
        .then(PostalMime.parse)
        .then(({ subject = '', text: body = '' }) => {
          for (const { address } of envelope.rcptTo) receive({ to: address, subject, body });
        })
        .then(() => done(), done);
    },
  });
  // A client that hangs up is no event.
  server.on('error', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
