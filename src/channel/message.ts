/** What a delivery tells: the event, and the alert as it was then; `null` for a test. */
export interface Message {
  readonly event: string;
  readonly alert: Readonly<Record<string, unknown>> | null;
}

/** A message in words, for those who read it rather than parse it. */
export interface Wording {
  readonly severity: string;
  readonly title: string;
  readonly status: string;
  readonly description: string;
}

const TEST: Wording = {
  severity: 'test',
  title: 'This is a test of the channel',
  status: 'test',
  description: 'If you can read this, alerts arrive here.',
};

export function wordingOf({ alert }: Message): Wording {
  if (alert === null) return TEST;
  const text = (field: string) => (typeof alert[field] === 'string' ? alert[field] : '');
  return {
    severity: text('severity'),
    title: text('title'),
    status: text('status'),
    description: text('description'),
  };
}
