import type { Cancel, Clock } from '../../client/ports.js';

interface Timer {
  at: number;
  act: () => void;
}

/** A clock that stands until it is told to go on, and then runs what is due, in order. */
export class FakeClock implements Clock {
  #wall: number;
  #steady = 0;
  readonly #timers = new Set<Timer>();

  constructor(startsAt = '2026-11-20T14:00:00.000Z') {
    this.#wall = Date.parse(startsAt);
  }

  now(): number {
    return this.#wall;
  }

  steady(): number {
    return this.#steady;
  }

  after(ms: number, act: () => void): Cancel {
    const timer = { at: this.#steady + ms, act };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Goes on by so many ms. Between any two timers all that they set off by promises comes to its end. */
  async advance(ms: number): Promise<void> {
    const end = this.#steady + ms;
    for (;;) {
      await settled();
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
      if (!next || next.at > end) break;
      this.#timers.delete(next);
      this.#to(Math.max(next.at, this.#steady));
      next.act();
    }
    this.#to(end);
    await settled();
  }

  /** The device sleeps: the wall clock goes on, the other one and all timers stand still. */
  sleep(ms: number): void {
    this.#wall += ms;
  }

  #to(steady: number): void {
    this.#wall += steady - this.#steady;
    this.#steady = steady;
  }
}

/** Lets promises that wait for nothing but each other come to their end. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
