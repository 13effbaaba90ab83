import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Environment, type MailSettings } from '../platform/config/environment.ts';
import { wordingOf, type Message } from './message.ts';
import type { Outcome } from './outcome.ts';

/** Milliseconds. */
const DEADLINES = {
  connectionTimeout: 4_000,
  greetingTimeout: 4_000,
  socketTimeout: 5_000,
  dnsTimeout: 4_000,
};

/** Everything that could end a header or begin another one. */
const CONTROL = /\p{Cc}+/gu;

/** Sends alerts as plain text through the installation's mail server. */
@Injectable()
export class Mailer {
  private readonly mail: MailSettings | undefined;

  constructor({ mail }: Environment) {
    this.mail = mail;
  }

  async send(recipients: readonly string[], message: Message): Promise<Outcome> {
    if (this.mail === undefined) return failed('No mail server is set up (SMTP_URL).', null, false);
    const transport = createTransport({ url: this.mail.smtpUrl, ...DEADLINES });
    try {
      const { rejected } = await transport.sendMail({
        from: this.mail.from,
        to: [...recipients],
        ...textOf(message),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      const note =
        rejected.length === 0 ? null : `${rejected.length} of ${recipients.length} recipients were refused.`;
      return { result: 'delivered', status: null, note };
    } catch (error) {
      return outcomeOf(error);
    } finally {
      transport.close();
    }
  }
}

export function textOf(message: Message): { readonly subject: string; readonly text: string } {
  const { severity, title, status, description } = wordingOf(message);
  const paragraphs = [title, description, `Severity: ${severity}\nStatus: ${status}`];
  return {
    subject: `[${severity}] ${title}`.replace(CONTROL, ' '),
    text: `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`,
  };
}

/** 5yz: the server will not, however often it is asked (RFC 5321 section 4.2.1). What it says may hold anything. */
function outcomeOf(error: unknown): Outcome {
  const { responseCode, code } = error as { readonly responseCode?: number; readonly code?: string };
  if (responseCode === undefined) {
    return failed(`The mail server cannot be reached (${code ?? 'the connection broke'}).`, null, false);
  }
  return failed(`The mail server refused the mail (${responseCode}).`, responseCode, responseCode >= 500);
}

function failed(error: string, status: number | null, final: boolean): Outcome {
  return { result: 'failed', status, error, final };
}
