import { describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { startMailServer } from './mail.ts';

describe('The mail server of the local stack', () => {
  it('hands each mail on as it was written, once for each recipient', async () => {
    const mails: unknown[] = [];
    const server = await startMailServer((mail) => mails.push(mail));
    const transport = createTransport({ url: server.url });
    const to = ['ada@example.com', 'bob@example.com'];
    await transport.sendMail({ from: 'alerts@example.com', to, subject: 'Grüße', text: '94 °C\n' });
    transport.close();
    await server.close();
    expect(mails).toEqual(to.map((address) => ({ to: address, subject: 'Grüße', body: '94 °C\n' })));
  });
});
