import CircuitBreaker from 'opossum';
import { type CircuitSettings, circuitOptions } from '../circuit.js';
import type { RedisLog } from './connect.js';

/** Calls that may wait for Redis at the same time; beyond it there is no use in more. */
const MAX_UNDER_WAY = 256;

export interface GuardStats {
  state: 'closed' | 'halfOpen' | 'open';
  answered: number;
  failed: number;
  /** Not asked, since the breaker was open, an earlier answer was late, or too many were awaited. */
  spared: number;
  /** Times that whoever asked went on before the answer came. */
  late: number;
}

/**
 * Stands between this process and Redis: a circuit breaker, and patience. The breaker's timeout (3 s) says
 * when a call has failed; nobody who serves a request waits that long. Beyond the caller's patience it goes
 * on without, and until that late answer is in, nobody else asks: a server that hangs costs one wait
 * per breaker timeout, not one per request.
 */
export class Guard {
  readonly #breaker: CircuitBreaker<[() => Promise<void>], void>;
  #lateNow = 0;
  #underWay = 0;
  readonly #counts = { answered: 0, failed: 0, spared: 0, late: 0 };

  constructor(settings: CircuitSettings, log: RedisLog) {
    const options = circuitOptions(settings);
    const breaker = new CircuitBreaker((work: () => Promise<void>) => work(), options);
    let open = false;
    breaker.on('open', () => {
      // Each try that fails opens it again.
      if (!open) log.warn({}, 'Redis fails too often: it is asked only now and then');
      open = true;
    });
    breaker.on('close', () => {
      open = false;
      log.info({}, 'Redis is asked again');
    });
    this.#breaker = breaker;
  }

  get state(): GuardStats['state'] {
    const { opened, halfOpen } = this.#breaker;
    return opened ? 'open' : halfOpen ? 'halfOpen' : 'closed';
  }

  get stats(): GuardStats {
    return { state: this.state, ...this.#counts };
  }

  /**
   * Never rejects.
   * @param patienceMs how long the caller can wait
   * @returns null when there is no answer, or not in time
   */
  ask<T>(work: () => Promise<T>, patienceMs: number): Promise<T | null> {
    if (this.#lateNow > 0) {
      this.#counts.spared++;
      return Promise.resolve(null);
    }
    return new Promise((resolve) => {
      let over = false;
      let late = false;
      const giveUp = () => {
        if (over) return;
        late = true;
        this.#lateNow++;
        this.#counts.late++;
        resolve(null);
      };
      // After a pause of this very process the answer may lie unread: the second step reads it first.
      const patience = setTimeout(() => setImmediate(giveUp), patienceMs);
      void this.#fire(async () => resolve(await work())).then(() => {
        over = true;
        clearTimeout(patience);
        if (late) this.#lateNow--;
        resolve(null);
      });
    });
  }

  /** Nobody waits for it. Never throws. */
  tell(work: () => Promise<unknown>): void {
    void this.#fire(async () => void (await work()));
  }

  /** Redis has proved that it is back: no need to wait for the breaker's own try. */
  reconnected(): void {
    if (!this.#breaker.closed) this.#breaker.close();
  }

  close(): void {
    this.#breaker.shutdown();
  }

  async #fire(work: () => Promise<void>): Promise<void> {
    const spared = this.#breaker.opened;
    if (this.#underWay >= MAX_UNDER_WAY) {
      this.#counts.spared++;
      return;
    }
    this.#underWay++;
    try {
      await this.#breaker.fire(work);
      this.#counts.answered++;
    } catch {
      // What failed shows in the counts and, when it fails too often, as one line in the log.
      if (spared) this.#counts.spared++;
      else this.#counts.failed++;
    } finally {
      this.#underWay--;
    }
  }
}
