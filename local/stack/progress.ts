/** One line for each step, with the time it took. */
export class Progress {
  private readonly out: NodeJS.WritableStream;

  constructor(out: NodeJS.WritableStream) {
    this.out = out;
  }

  say(line: string): void {
    this.out.write(`${line}\n`);
  }

  fail(message: string): void {
    this.say(`\n✗ ${message}\n`);
  }

  /** Says what begins, and how long it took. */
  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    this.say(`… ${what}`);
    const started = performance.now();
    const result = await work();
    this.say(`✓ ${what} (${((performance.now() - started) / 1_000).toFixed(1)} s)`);
    return result;
  }
}
