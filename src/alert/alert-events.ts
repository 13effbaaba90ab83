import type { Alert } from '../platform/database/generated/client.ts';
import { eventText } from '../platform/http/event-stream.ts';
import { AlertDto } from './alert.dto.ts';

/** An event of the stream, and its place in the tenant's feed. */
export interface StreamedEvent {
  readonly id: bigint;
  readonly text: string;
}

/**
 * What a reader is told who has seen all up to `after`: of each alert that it was made, if that is new, and that it
 * has changed since, if it has. Changes of one alert that come together are one event, with the alert as it is now.
 */
export function eventsOf(rows: readonly Alert[], after: bigint): StreamedEvent[] {
  return rows.flatMap((row) => told(row, after)).toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function told(row: Alert, after: bigint): StreamedEvent[] {
  const { createdNumber, changeNumber } = row;
  if (createdNumber === null || changeNumber === null) return [];
  const data = AlertDto.from(row);
  const event = (name: string, id: bigint) => ({ id, text: eventText({ name, id, data }) });
  return [
    ...(createdNumber > after ? [event('alert.created', createdNumber)] : []),
    ...(changeNumber > createdNumber ? [event('alert.updated', changeNumber)] : []),
  ];
}
