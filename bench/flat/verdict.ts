import type { Times } from './stopwatch.ts';

/** What a part of the bench has measured against its limits. */
export class Verdict {
  failures = 0;

  /**
   * A measured value that has to stay below a limit.
   * @param of what the value was made of
   */
  below(limit: number, name: string, value: number, format: (value: number) => string, of = ''): void {
    const kept = value < limit;
    if (!kept) this.failures += 1;
    this.say(name, `${format(value)} (below ${format(limit)})  ${of}${kept ? '' : '  TOO MUCH'}`);
  }

  /** How many times as much something is as something else. */
  ratio(limit: number, name: string, over: number, under: number, unit = 'ms'): void {
    const of = `${over.toFixed(2)} over ${under.toFixed(2)} ${unit}`;
    this.below(limit, name, over / under, (ratio) => `× ${ratio.toFixed(2)}`, of);
  }

  /** The last over the first, of each name. */
  compare(limit: number, times: readonly Times[]): void {
    for (const name of Object.keys(times[0] ?? {})) {
      this.ratio(limit, name, times.at(-1)?.[name] ?? NaN, times[0]?.[name] ?? NaN);
    }
  }

  /** For the reader, without a limit. */
  say(name: string, what: string): void {
    console.log(`  ${name.padEnd(58)} ${what}`);
  }
}
