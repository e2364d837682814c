import type { Cancel, Clock } from '../../client/ports.js';
import type { FakeClock } from './fake-clock.js';

/** The clock of one device, and of one run of its program: it may sleep while the others go on, and die. */
export class TillClock implements Clock {
  readonly #common: FakeClock;
  #asleepSince: number | null = null;
  #slept = 0;
  #missed: (() => void)[] = [];
  #dead = false;

  constructor(common: FakeClock) {
    this.#common = common;
  }

  now(): number {
    return this.#common.now();
  }

  steady(): number {
    return (this.#asleepSince ?? this.#common.steady()) - this.#slept;
  }

  after(ms: number, act: () => void): Cancel {
    let cancelled = false;
    const cancel = this.#common.after(ms, () => this.whenAwake(() => !cancelled && act()));
    return () => {
      cancelled = true;
      cancel();
    };
  }

  /** Now, or when the device wakes; never once the program is gone. */
  whenAwake(act: () => void): void {
    if (this.#dead) return;
    if (this.#asleepSince === null) act();
    else this.#missed.push(act);
  }

  sleep(): void {
    this.#asleepSince ??= this.#common.steady();
  }

  wake(): void {
    if (this.#asleepSince === null) return;
    this.#slept += this.#common.steady() - this.#asleepSince;
    this.#asleepSince = null;
    const missed = this.#missed;
    this.#missed = [];
    for (const act of missed) this.whenAwake(act);
  }

  die(): void {
    this.#dead = true;
  }
}
