import { html, page } from '../http/html.ts';
import type { Reply } from '../http/reply.ts';
import type { Message } from './outbox.ts';

/** The outbox for people. */
export function outboxPage(messages: readonly Message[]): Reply {
  const rows = messages.map(
    ({ at, to, subject, body }) =>
      html`<tr>
        <td><time datetime="${at}">${at}</time></td>
        <td>${to}</td>
        <td>${subject}</td>
        <td>${body}</td>
      </tr>`,
  );
  const list = html`<table>
    <thead>
      <tr>
        <th scope="col">Time</th>
        <th scope="col">To</th>
        <th scope="col">Subject</th>
        <th scope="col">Text</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  const title = 'Local outbox';
  return page({
    language: 'en',
    title,
    body: html`<main class="wide">
      <p class="banner">Local stand-in, not Amazon Cognito: nothing here was sent.</p>
      <h1>${title}</h1>
      ${messages.length === 0 ? html`<p>No messages yet.</p>` : list}
    </main>`,
  });
}
