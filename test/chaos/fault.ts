import type { BoxPlace, Field } from './field.js';

/** A way in which something breaks, and is whole again. */
export interface Fault {
  name: string;
  /** For docs/reliability.md: what is broken, in a few words. */
  what: string;
  /** nginx stands in front of the boxes. */
  front?: true;
  /** A single box on the embedded store instead of two that share servers. */
  alone?(): BoxPlace;
  settings?: Record<string, string>;
  /** Of one box, besides. */
  boxSettings?(number: number): Record<string, string>;
  /** Runs in CI too: those that together take a few minutes. */
  ci?: boolean;
  /** No command may wait longer for its answer, over all its tries; ms. */
  answerWithinMs: number;
  /** Tickets must be on the screens within this time, 99 of 100; ms. Not where the store itself is away. */
  kitchenP99Ms?: number;
  /** The clocks differ: times between them say nothing. */
  clocks?: true;
  /** Takeaway orders that are placed meanwhile, one after the other, in so many lanes. */
  lanes?: number;
  /** Breaks things while a dinner goes on, and heals them. */
  strike(field: Field, dinner: Dinner): Promise<void>;
  /** What else must hold when all is healed and at rest; answers what does not. */
  after?(field: Field): Promise<string[]>;
}

export interface Dinner {
  /** Commands that were acknowledged by the lanes so far. */
  readonly placed: number;
}
