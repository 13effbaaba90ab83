import { wordingOf, type Message } from './message.ts';

const EMOJI: Readonly<Record<string, string>> = {
  critical: ':red_circle:',
  warning: ':large_yellow_circle:',
  info: ':large_blue_circle:',
};
const RESOLVED = ':white_check_mark:';
/** A section holds 3,000, and an escaped character is up to five. */
const MOST_CHARACTERS = 500;

/** The body of a Slack incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). */
export function slackBody(message: Message): string {
  const { severity, title, status, description } = wordingOf(message);
  const emoji = status === 'resolved' ? RESOLVED : (EMOJI[severity] ?? ':bell:');
  const headline = `${emoji} [${severity}] ${escaped(title)}`;
  const sections = [
    `*${headline}*`,
    ...(description === '' ? [] : [escaped(description)]),
    `Status: ${status}`,
  ];
  return JSON.stringify({
    text: headline,
    blocks: sections.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text } })),
  });
}

/** Else `<!channel>` in a title would call everybody. */
function escaped(text: string): string {
  return [...text]
    .slice(0, MOST_CHARACTERS)
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
