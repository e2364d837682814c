import CircuitBreaker from 'opossum';
import { type CircuitSettings, circuitOptions } from '../circuit.js';
import { KotdError } from '../domain/errors.js';
import { isOutage } from './outage.js';

export type BreakerState = 'closed' | 'halfOpen' | 'open';

type Work = () => Promise<unknown>;

/**
 * Refuses at once what would fail anyway. Outages and calls that take too long are failures; whatever
 * else a call answers, a defect too, shows that the store is there.
 */
export class Breaker {
  readonly name: string;
  readonly #settings: CircuitSettings;
  readonly #failed: (cause: unknown) => void;
  #circuit: CircuitBreaker<[Work], unknown>;
  #well = true;
  /** When it opened, unless it has closed since; ms. */
  #openSince: number | null = null;

  /** @param failed told of each failure, with what it came from */
  constructor(name: string, settings: CircuitSettings, failed: (cause: unknown) => void) {
    this.name = name;
    this.#settings = settings;
    this.#failed = failed;
    this.#circuit = this.#newCircuit('closed');
  }

  get state(): BreakerState {
    if (this.#circuit.opened) return 'open';
    return this.#circuit.halfOpen ? 'halfOpen' : 'closed';
  }

  /** The last call did not fail, or the store has answered a look since. */
  get well(): boolean {
    return this.#well;
  }

  /** @throws KotdError store_unavailable, besides what the work throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const circuit = this.#circuit;
    // Not even offered to the circuit, which would count it as a call that did not fail.
    if (!circuit.closed && !circuit.pendingClose) throw this.#refusal();
    try {
      const result = (await circuit.fire(work)) as T;
      // An answer that was under way when it opened ends nothing: nobody would look any more.
      if (circuit === this.#circuit && circuit.closed) this.#well = true;
      return result;
    } catch (error) {
      if (!isFailure(error)) throw error;
      // One that began before the store proved itself says nothing of now: nobody is told of an outage.
      if (circuit === this.#circuit) {
        this.#well = false;
        this.#failed(error);
      }
      throw this.#refusal();
    }
  }

  /**
   * The store has answered a look. Begins anew, since failures of before say nothing of now: closed, or
   * half open where a look proves nothing, so that the next call is the one that shows it.
   */
  renew(state: 'closed' | 'halfOpen'): void {
    this.#well = true;
    // Closed, it goes on counting where a look proves nothing: else each look would forgive the commits.
    if (this.#circuit.closed && state === 'halfOpen') return;
    this.#circuit.shutdown();
    this.#circuit = this.#newCircuit(state);
    if (state === 'closed') this.#openSince = null;
  }

  stop(): void {
    this.#circuit.shutdown();
  }

  #newCircuit(state: 'closed' | 'halfOpen'): CircuitBreaker<[Work], unknown> {
    const options = {
      ...circuitOptions(this.#settings),
      name: this.name,
      errorFilter: (error: unknown) => !isFailure(error),
      state: { closed: state === 'closed', halfOpen: state === 'halfOpen' },
    };
    const circuit = new CircuitBreaker<[Work], unknown>((work) => work(), options);
    circuit.on('open', () => {
      this.#openSince ??= performance.now();
    });
    circuit.on('close', () => {
      this.#openSince = null;
    });
    return circuit;
  }

  /** Without a cause: that is told once, by who hears of failures, not with every refusal. */
  #refusal(): KotdError {
    return new KotdError('store_unavailable', {
      extra: { retryAfterSeconds: this.#retryAfterSeconds() },
    });
  }

  /**
   * An outage that has lasted long is likely to last: half as long again, so that a short one is over for
   * everybody soon, and after a long one not everybody knocks every second.
   */
  #retryAfterSeconds(): number {
    const openMs = this.#openSince === null ? 0 : performance.now() - this.#openSince;
    const most = Math.ceil(this.#settings.breakerRetryMs / 1000);
    return Math.min(most, Math.max(1, Math.ceil(openMs / 2000)));
  }
}

function isFailure(error: unknown): boolean {
  return isOutage(error) || (error instanceof Error && CircuitBreaker.isOurError(error));
}
