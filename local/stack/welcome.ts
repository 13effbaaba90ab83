import type { StackOptions } from './options.ts';

const ACCOUNTS = [
  ['alice@example.com', 'Passw0rd!', 'admin of tenant_a (Acme)'],
  ['bob@example.com', 'Passw0rd!', 'admin of tenant_b (Globex)'],
  ['carol@example.com', 'Passw0rd!', 'member of tenant_a, viewer of tenant_b'],
  ['dave@example.com', 'Temp0rary!', 'first sign-in: has to choose a new password'],
  ['erin@example.com', 'Passw0rd!', 'member of no tenant'],
  ['frank@example.com', 'Passw0rd!', 'admin of tenant_c (Initech), which is suspended'],
  ['grace@example.com', 'Passw0rd!', 'platform administrator'],
] as const;

/** The line that begins with `Ready` and holds the addresses, then the demo accounts. */
export function welcome(
  { ports, userPoolId, directory, watch, web }: StackOptions,
  withDemoAccounts: boolean,
): string {
  const api = `http://localhost:${ports.api}`;
  const addresses = [
    ...(web ? [`Web http://localhost:${ports.web}`] : []),
    `API ${api}/api`,
    `Swagger UI ${api}/docs`,
    ...(userPoolId === undefined ? [`local Cognito http://localhost:${ports.cognito}`] : []),
  ];
  const lines = ['', `Ready: ${addresses.join(' · ')}`, ''];
  if (withDemoAccounts) {
    lines.push('Demo accounts', ...ACCOUNTS.map(account), '');
  }
  if (!watch) lines.push(`The API logs to ${directory}/api.log`);
  return [...lines, 'Ctrl-C stops everything; what you made stays for the next start.'].join('\n');
}

function account([email, password, note]: (typeof ACCOUNTS)[number]): string {
  return `  ${email.padEnd(20)}${password.padEnd(12)}${note}`;
}
