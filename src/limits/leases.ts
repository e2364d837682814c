import { type Draw, type Lease, newAnswer, newLease, remaining, verdictOf } from './lease.js';
import type { LimitVerdict } from './limits.js';
import type { FromLeases, Grant, Recall, ToLeases } from './messages.js';

/** Milliseconds the ledger may take; then the call is allowed: availability first. */
const PATIENCE_MS = 1000;

/** The way to the ledger and back; messages of one worker stay in order. */
export interface LeaseTransport {
  send(messages: readonly FromLeases[]): void;
  onMessage(listener: (message: ToLeases) => void): void;
}

/** A unit in hand, and the window it belongs to. */
interface Reserved {
  lease: Lease;
  end: number;
}

type Outcome = 'unit' | 'refused' | 'unanswered';

/** A worker's leases (see Ledger). Where one has units left, a call is decided on the spot. */
export class Leases {
  readonly #transport: LeaseTransport;
  readonly #clock: () => number;
  readonly #patienceMs: number;
  /** In the order in which they end, nearly. */
  readonly #leases = new Map<string, Lease>();
  #asking: Lease[] = [];

  constructor(transport: LeaseTransport, clock: () => number, patienceMs = PATIENCE_MS) {
    this.#transport = transport;
    this.#clock = clock;
    this.#patienceMs = patienceMs;
    transport.onMessage((message) => {
      if (message.kind === 'grant') this.#granted(message);
      else this.#recall(message);
    });
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.#leases.size;
  }

  /**
   * Takes one unit of every budget, or none at all. Calls must name budgets of several kinds always in
   * the same order: a call that waits for a later one may hold a unit of an earlier one.
   */
  take(draws: readonly Draw[]): LimitVerdict | Promise<LimitVerdict> {
    const now = this.#clock();
    const leases: Lease[] = [];
    let ready = true;
    for (const draw of draws) {
      const lease = this.#lease(draw, now);
      if (lease.spent) return verdictOf(lease, false, now);
      if (lease.left < 1) ready = false;
      leases.push(lease);
    }
    if (!ready) return this.#wait(draws);
    for (const lease of leases) lease.left--;
    return tightestOf(leases, now);
  }

  async #wait(draws: readonly Draw[]): Promise<LimitVerdict> {
    const reserved: Reserved[] = [];
    const leases: Lease[] = [];
    let refused: Lease | undefined;
    for (const draw of draws) {
      const { lease, outcome } = await this.#reserve(draw);
      leases.push(lease);
      if (outcome === 'unit') reserved.push({ lease, end: lease.end });
      if (outcome !== 'refused') continue;
      refused = lease;
      break;
    }
    for (const { lease, end } of reserved) {
      if (refused && lease.end === end) lease.left++;
      lease.reserved--;
      if (lease.recalled && lease.reserved === 0) this.#handBack(lease);
    }
    const now = this.#clock();
    return refused ? verdictOf(refused, false, now) : tightestOf(leases, now);
  }

  async #reserve(draw: Draw): Promise<{ lease: Lease; outcome: Outcome }> {
    for (;;) {
      const lease = this.#lease(draw, this.#clock());
      if (lease.spent) return { lease, outcome: 'refused' };
      if (lease.left > 0) {
        lease.left--;
        lease.reserved++;
        return { lease, outcome: 'unit' };
      }
      if (await this.#ask(lease)) continue;
      lease.owed++;
      return { lease, outcome: 'unanswered' };
    }
  }

  /** Waits for the ledger; all calls that need the same budget wait for one answer. */
  async #ask(lease: Lease): Promise<boolean> {
    if (!lease.answer) {
      lease.answer = newAnswer();
      if (this.#asking.length === 0) setImmediate(() => this.#sendAsks());
      this.#asking.push(lease);
    }
    lease.waiting++;
    const inTime = await lease.answer.promise;
    lease.waiting--;
    return inTime;
  }

  #sendAsks(): void {
    const asking = this.#asking;
    this.#asking = [];
    this.#transport.send(
      asking.map(({ key, limit, waiting, left, reserved }) => {
        return { kind: 'ask', key, limit, want: waiting, held: left + reserved };
      }),
    );
    const answers = asking.map(({ answer }) => answer);
    // After a pause of this very process the answer may lie unread: the second step reads it first.
    const giveUp = () => {
      for (const answer of answers) answer?.resolve(false);
    };
    setTimeout(() => setImmediate(giveUp), this.#patienceMs).unref();
  }

  #granted({ key, end, units, free }: Grant): void {
    const lease = this.#leases.get(key);
    if (!lease) return;
    if (lease.end !== end) {
      lease.end = end;
      lease.left = 0;
      lease.recalled = false;
    }
    const owed = Math.min(units, lease.owed);
    lease.owed -= owed;
    lease.left += units - owed;
    lease.free = free;
    lease.spent = units === 0;
    lease.answer?.resolve(true);
    lease.answer = null;
  }

  #recall({ key, end }: Recall): void {
    // Calls that a grant has just woken up take their units before what is left goes back.
    setImmediate(() => {
      const lease = this.#leases.get(key);
      if (!lease || lease.end !== end) {
        this.#transport.send([{ kind: 'handBack', key, end, units: 0 }]);
      } else if (lease.reserved > 0) lease.recalled = true;
      else this.#handBack(lease);
    });
  }

  #handBack(lease: Lease): void {
    const { key, end, left } = lease;
    lease.left = 0;
    lease.recalled = false;
    this.#transport.send([{ kind: 'handBack', key, end, units: left }]);
  }

  #lease(draw: Draw, now: number): Lease {
    const known = this.#leases.get(draw.key);
    if (known && (known.end > now || known.answer)) {
      if (known.limit !== draw.limit) {
        known.limit = draw.limit;
        known.spent = false;
      }
      return known;
    }
    this.#leases.delete(draw.key);
    for (const [oldest, lease] of this.#leases) {
      if (lease.end > now || lease.answer) break;
      this.#leases.delete(oldest);
    }
    const lease = newLease(draw, now);
    this.#leases.set(draw.key, lease);
    return lease;
  }
}

function tightestOf(leases: readonly Lease[], now: number): LimitVerdict {
  let [tightest] = leases;
  if (!tightest) throw new Error('a call without a budget has no verdict');
  for (const lease of leases) if (remaining(lease) < remaining(tightest)) tightest = lease;
  return verdictOf(tightest, true, now);
}
