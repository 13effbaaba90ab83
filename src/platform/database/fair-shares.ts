/** Takes the connection that its party's turn has come for, or learns that it did not come in time. */
export type Turn = (error?: Error) => void;

interface Party {
  readonly id: string;
  /** Connections that it holds. */
  held: number;
  /** Made when something has to wait, in the order in which it came. */
  waiting?: Set<Turn>;
}

/**
 * How many times as many connections a party may hold as are free. It leaves a party that is alone with 60 % of them,
 * and two of the kind with three of eight each: however many are greedy, some are free for the next that comes. (The
 * dynamic threshold of Choudhury and Hahne, IEEE/ACM Transactions on Networking 6(2), 1998, made for the memory that
 * the ports of a switch share.)
 */
const SHARE = 1.5;

/**
 * Whose turn it is to have one of so many connections. A party has the more the fewer want them; the last one that is
 * free is for who holds none. What has to wait waits in its own party's queue, and parties take turns: a hundred
 * statements of one do not stand in front of the one of another.
 */
export class FairShares {
  private free: number;
  private readonly deadline: number;
  private readonly parties = new Map<string, Party>();
  /** Those whose queue is not empty, in the order of their turns. */
  private readonly queues = new Set<Party>();
  private count = 0;
  private isScheduled = false;

  /**
   * @param connections that there are
   * @param deadline milliseconds that a turn is waited for
   */
  constructor(connections: number, deadline: number) {
    this.free = connections;
    this.deadline = deadline;
  }

  /** Turns that are waited for. */
  get waiting(): number {
    return this.count;
  }

  /**
   * Calls `turn` as soon as the party may have one more, which is at once when nobody has to wait.
   * Each call without an error has to be followed by one of {@link leave}.
   */
  enter(id: string, turn: Turn): void {
    const party = this.partyOf(id);
    if (this.queues.size === 0 && this.mayHaveMore(party)) return this.admit(party, turn);
    const timer = setTimeout(() => {
      this.remove(party, waiter);
      this.tidy(party);
      turn(new Error('timeout exceeded when trying to connect'));
    }, this.deadline).unref();
    const waiter: Turn = () => {
      clearTimeout(timer);
      turn();
    };
    (party.waiting ??= new Set()).add(waiter);
    this.queues.add(party);
    this.count += 1;
    this.dispatch();
  }

  /** The party has one less. */
  leave(id: string): void {
    const party = this.partyOf(id);
    party.held -= 1;
    this.free += 1;
    this.tidy(party);
    if (this.queues.size === 0 || this.isScheduled) return;
    // Not before whoever gives the connection back is done with that: the next one is to have the same.
    this.isScheduled = true;
    queueMicrotask(() => {
      this.isScheduled = false;
      this.dispatch();
    });
  }

  private mayHaveMore({ held }: Party): boolean {
    return held === 0 ? this.free > 0 : this.free > 1 && held < SHARE * this.free;
  }

  private admit(party: Party, turn: Turn): void {
    party.held += 1;
    this.free -= 1;
    turn();
  }

  private dispatch(): void {
    for (let party = this.next(); party !== undefined; party = this.next()) {
      const [turn] = party.waiting ?? [];
      if (turn === undefined) throw new Error('A party is in the queue, and nothing of it waits');
      this.remove(party, turn);
      // To the end: the others come first now.
      if (this.queues.delete(party)) this.queues.add(party);
      this.admit(party, turn);
    }
  }

  private next(): Party | undefined {
    if (this.free === 0) return undefined;
    for (const party of this.queues) if (this.mayHaveMore(party)) return party;
    return undefined;
  }

  private remove(party: Party, turn: Turn): void {
    if (party.waiting?.delete(turn)) this.count -= 1;
    if (!party.waiting?.size) this.queues.delete(party);
  }

  private partyOf(id: string): Party {
    let party = this.parties.get(id);
    if (party === undefined) this.parties.set(id, (party = { id, held: 0 }));
    return party;
  }

  private tidy({ id, held, waiting }: Party): void {
    if (held === 0 && !waiting?.size) this.parties.delete(id);
  }
}
