import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';

const MINUTES = 60_000;
const CLOCK = new URL('../clock.js', import.meta.url).href;

/** A file that says by how many milliseconds the clock of a box is wrong. */
class Clock {
  readonly file = join(mkdtempSync(join(tmpdir(), 'kotd-clock-')), 'offset');
  constructor() {
    this.wrongBy(0);
  }

  wrongBy(ms: number): void {
    writeFileSync(this.file, String(ms));
  }

  settings(): Record<string, string> {
    return { KOTD_TEST_CLOCK: this.file, NODE_OPTIONS: `--import=${CLOCK}` };
  }
}

/** Milliseconds from now to so long before the next financial year begins in India. */
function toNewYear(before: number): number {
  const now = new Date();
  const year = now.getUTCMonth() >= 3 ? now.getUTCFullYear() + 1 : now.getUTCFullYear();
  return Date.parse(`${year}-03-31T18:30:00.000Z`) - before - now.getTime();
}

const first = new Clock();
const both = new Clock();

export const clocks: readonly Fault[] = [
  {
    name: 'clock-stepped',
    what: 'the clock of one box steps ten minutes ahead, then ten behind, then back',
    answerWithinMs: 6000,
    boxSettings: (number) => (number === 1 ? first.settings() : {}),
    clocks: true,
    async strike() {
      for (const wrong of [10 * MINUTES, -10 * MINUTES, 0]) {
        first.wrongBy(wrong);
        await delay(3000);
      }
    },
  },
  {
    name: 'new-financial-year',
    what: 'the financial year ends at midnight IST in the middle of the dinner',
    answerWithinMs: 6000,
    boxSettings() {
      // From the start in that night: whoever jumps over months sweeps what is months old.
      both.wrongBy(toNewYear(5 * MINUTES));
      return both.settings();
    },
    clocks: true,
    ci: true,
    lanes: 2,
    async strike() {
      both.wrongBy(toNewYear(2500));
      await delay(6000);
    },
  },
];
