import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './median.ts';

/** Resident memory of a process in megabytes, from `/proc`: Linux alone. */
export function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

/** What a process holds while `work` is under way, looked at every so many milliseconds. */
export async function watchMemory(pid: number, every: number, work: Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  let done = false;
  const ended = work.finally(() => (done = true));
  while (!done) {
    samples.push(residentMegabytes(pid));
    await Promise.race([ended, sleep(every)]);
  }
  await ended;
  return samples;
}

/** @returns the medians of the second half and of the first */
export function halves(samples: readonly number[]): [number, number] {
  const half = Math.ceil(samples.length / 2);
  return [median(samples.slice(half)), median(samples.slice(0, half))];
}
