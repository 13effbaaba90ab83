import type { Intake } from './alert-intake.ts';
import type { CreateAlertDto, Labels, Severity } from './alert.dto.ts';
import type { AlertmanagerAlertDto, AlertmanagerDto } from './alertmanager.dto.ts';
import { MAX_LABELS, MAX_LABEL_NAME, MAX_LABEL_VALUE } from './labels.validator.ts';

const SOURCE = 'alertmanager';
/** As {@link CreateAlertDto} has them. */
const MAX_TITLE = 200;
const MAX_DESCRIPTION = 4_000;

/** What people put into the label `severity`. Everything else is a warning. */
const SEVERITIES: ReadonlyMap<string, Severity> = new Map(
  Object.entries({
    critical: ['critical', 'page', 'error', 'fatal', 'emergency', 'high'],
    info: ['info', 'information', 'none', 'low', 'debug'],
  } as const).flatMap(([severity, names]) => names.map((name) => [name, severity as Severity])),
);

/** What a notification reports: what fires, and what is over. Of one fingerprint the last one counts. */
export function intakeOf({ alerts }: AlertmanagerDto): Intake {
  const last = [...new Map(alerts.map((alert) => [alert.fingerprint, alert])).values()];
  return {
    source: SOURCE,
    reports: last.filter(({ status }) => status === 'firing').map(reportOf),
    resolved: last.filter(({ status }) => status === 'resolved').map(({ fingerprint }) => fingerprint),
  };
}

/** A machine's alert must not be lost because a text of it is long: longer ones are cut. */
export function reportOf({
  labels,
  annotations = {},
  fingerprint,
  ...more
}: AlertmanagerAlertDto): CreateAlertDto {
  const title = firstOf(annotations['summary'], annotations['title'], labels['alertname']) ?? 'Alert';
  const description = firstOf(annotations['description'], annotations['message']);
  return {
    title: cut(title, MAX_TITLE),
    description: description === undefined ? null : cut(description, MAX_DESCRIPTION),
    severity: SEVERITIES.get((labels['severity'] ?? '').trim().toLowerCase()) ?? 'warning',
    dedup_key: fingerprint,
    labels: keptOf({ generator_url: more.generatorURL, starts_at: more.startsAt }, labels),
  };
}

/** The labels, and what else there is of the alert as long as there is room. */
function keptOf(more: Readonly<Record<string, string | null | undefined>>, labels: Labels): Labels {
  const all = [...Object.entries(labels), ...Object.entries(more).filter(([name]) => !(name in labels))];
  const kept = all.flatMap(([name, text]) =>
    name === '' || text === null || text === undefined
      ? []
      : [[cut(name, MAX_LABEL_NAME), cut(text, MAX_LABEL_VALUE)] as const],
  );
  return Object.fromEntries(kept.slice(0, MAX_LABELS));
}

function firstOf(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined && text.trim() !== '');
}

/** To so many UTF-16 units, which is never more characters than that. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  return `${kept.isWellFormed() ? kept : kept.slice(0, -1)}…`;
}
