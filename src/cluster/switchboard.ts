import { boxClock } from '../limits/clock.js';
import { Ledger } from '../limits/ledger.js';
import type { ToLeases } from '../limits/messages.js';
import { BoxMetrics } from '../ops/box-metrics.js';
import type { Member } from './member.js';
import type { BusBatch, ToPrimary } from './messages.js';

/** Bytes of stream messages that may wait for one worker; beyond it they are dropped, and it repairs itself. */
const MAX_UNSENT = 32 * 1024 * 1024;
/** Milliseconds a worker may take to say its metrics. */
const METRICS_MS = 1000;

/** What passes between workers: stream messages, leave to serve requests, metrics, the housekeeper's keys. */
export class Switchboard {
  readonly #members: ReadonlySet<Member>;
  readonly #ledger: Ledger;
  readonly #metrics: BoxMetrics;
  readonly #answers = new Map<number, (member: Member, metrics: readonly object[]) => void>();
  #lastAsk = 0;
  #merged: Promise<string> | null = null;
  #housekeeper: Member | null = null;

  /** @param members all workers, kept up to date by their owner */
  constructor(members: ReadonlySet<Member>, losses: () => number) {
    this.#members = members;
    this.#ledger = new Ledger({
      send: (worker, message) => this.#toLeases(worker, message),
      clock: boxClock,
    });
    this.#metrics = new BoxMetrics({
      workers: () => this.#listening().length,
      losses,
      limitKeys: () => this.#ledger.size,
    });
  }

  joined(member: Member): void {
    this.#ledger.join(member.id);
    this.#appoint();
  }

  left(member: Member): void {
    this.#ledger.leave(member.id);
    this.#metrics.left(member.id);
    this.#appoint();
  }

  receive(member: Member, message: ToPrimary): void {
    if (message.kind === 'bus') this.#relay(member, message);
    else if (message.kind === 'metrics') this.#answers.get(message.id)?.(member, message.metrics);
    else if (message.kind === 'metricsPlease') void this.#answerMetrics(member, message.id);
    else if (message.kind === 'limits') {
      for (const each of message.messages) this.#ledger.receive(member.id, each);
    }
  }

  /** Sees to it that exactly one worker keeps house. */
  #appoint(): void {
    const before = this.#housekeeper;
    if (before?.state === 'ready') return;
    const [next = null] = this.#listening();
    this.#housekeeper = next;
    before?.post({ kind: 'housekeeper', mine: false });
    next?.post({ kind: 'housekeeper', mine: true });
  }

  #listening(): Member[] {
    return [...this.#members].filter(({ state }) => state === 'ready');
  }

  /** Those that have clients: a draining worker still has, one that starts has none yet. */
  #serving(): Member[] {
    return [...this.#members].filter(({ state }) => state === 'ready' || state === 'draining');
  }

  #relay(from: Member, batch: BusBatch): void {
    for (const member of this.#serving()) {
      if (member === from) continue;
      if (member.unsent > MAX_UNSENT) this.#metrics.busDropped();
      else member.post(batch, batch.json.length);
    }
  }

  #toLeases(worker: number, message: ToLeases): void {
    for (const member of this.#members) {
      if (member.id === worker) member.post({ kind: 'limits', messages: [message] });
    }
  }

  async #answerMetrics(member: Member, id: number): Promise<void> {
    // One at a time: whoever asks meanwhile gets the same answer.
    this.#merged ??= this.#gather()
      .then((answers) => this.#metrics.merge(answers))
      .finally(() => {
        this.#merged = null;
      });
    member.post({ kind: 'metricsMerged', id, text: await this.#merged });
  }

  /** What each worker says, by its id; one that does not answer in time is left out and counted. */
  #gather(): Promise<Map<number, readonly object[]>> {
    const missing = new Set(this.#serving());
    const answers = new Map<number, readonly object[]>();
    const id = ++this.#lastAsk;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(late);
        this.#answers.delete(id);
        if (missing.size > 0) this.#metrics.unanswered(missing.size);
        resolve(answers);
      };
      const late = setTimeout(done, METRICS_MS);
      const without = (member: Member) => {
        if (missing.delete(member) && missing.size === 0) done();
      };
      this.#answers.set(id, (member, metrics) => {
        answers.set(member.id, metrics);
        without(member);
      });
      for (const member of missing) {
        member.post({ kind: 'metricsWanted', id });
        void member.gone.then(() => without(member));
      }
    });
  }
}
