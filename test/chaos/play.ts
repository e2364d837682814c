import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Evening, evening } from '../../demo/evening.js';
import { House } from '../../demo/house.js';
import { Servers } from '../../demo/servers.js';
import { openStore } from '../../src/db/open.js';
import type { Store } from '../../src/db/store.js';
import { auditStore } from '../../src/ops/audit.js';
import { storeSettings } from '../store-settings.js';
import type { Fault } from './fault.js';
import { Field } from './field.js';
import { Lanes } from './lanes.js';

/** How fast people are: an evening takes about 5 seconds where nothing is broken. */
const PACE = 0.15;
/** When all is over and only has to be whole again. */
const LAST_PACE = 0.05;
/** Guests are seated before anything breaks. */
const CALM_MS = 1500;
const ASKED_AT_ONCE = 50;

export interface Outcome {
  fault: string;
  /** What did not hold, in words; empty is good. */
  broken: string[];
  evenings: number;
  /** Commands that were acknowledged, all of which must be there. */
  commands: number;
  /** The longest time that a command took from its first try to its answer; ms. */
  longestAnswerMs: number;
  /** Tickets from commit to screen; ms. null where the clocks differ. */
  kitchenMs: { p50: number; p99: number; most: number } | null;
  struckMs: number;
}

/** Plays a fault on a fleet of its own, to the end. */
export async function play(fault: Fault): Promise<Outcome> {
  const game = await Game.open(fault);
  try {
    const outcome = await game.strike(fault);
    outcome.broken.push(...(await game.end()), ...((await fault.after?.(game.field)) ?? []));
    return outcome;
  } finally {
    await game.close();
  }
}

/** A fleet and a restaurant on it, where faults strike one after the other, and at the end all is counted. */
export class Game {
  readonly field: Field;
  readonly #house: House;
  readonly #acknowledged: string[] = [];

  private constructor(field: Field, house: House) {
    this.field = field;
    this.#house = house;
  }

  /** The fleet is as the fault needs it. */
  static async open(fault: Fault): Promise<Game> {
    const field = await Field.open({
      boxes: fault.alone ? 1 : 2,
      front: fault.front ?? false,
      ...(fault.alone && { alone: fault.alone() }),
      settings: (box) => ({ ...fault.settings, ...fault.boxSettings?.(box) }),
    });
    try {
      const house = new House(new Servers(field.urls));
      await house.open();
      return new Game(field, house);
    } catch (error) {
      await field.close();
      throw error;
    }
  }

  /** Dinners are served while the fault strikes, and one more when it is over. */
  async strike(fault: Fault): Promise<Outcome> {
    const lanes = new Lanes(this.#house, fault.lanes ?? 0);
    let over = false;
    let struckMs = 0;
    const strike = async () => {
      await delay(CALM_MS);
      const startedAt = performance.now();
      await fault.strike(this.field, lanes);
      struckMs = performance.now() - startedAt;
    };
    const struck = strike().finally(() => {
      over = true;
    });
    // Whatever goes wrong is told below; until then it must not end the process.
    struck.catch(() => undefined);
    const evenings: Evening[] = [];
    for (let last = false; !last; ) {
      last = over;
      const pace = last ? LAST_PACE : PACE;
      evenings.push(await evening(this.#house, evenings.length + 1, pace, 'nothing'));
    }
    await struck;
    const placed = await lanes.close();
    const acknowledged = [...evenings.flatMap(({ acknowledged: ids }) => ids), ...placed];
    this.#acknowledged.push(...acknowledged);
    const broken = evenings.flatMap(({ findings }, at) =>
      findings
        .filter(({ holds }) => !holds)
        .map(({ what, detail }) => `evening ${at + 1}: not so: ${what}: ${detail}`),
    );
    return {
      fault: fault.name,
      broken,
      evenings: evenings.length,
      commands: acknowledged.length,
      longestAnswerMs: Math.max(...evenings.map(({ longestAnswerMs }) => longestAnswerMs)),
      kitchenMs: fault.clocks ? null : latencies(evenings),
      struckMs,
    };
  }

  /**
   * The boxes go. Answers what does not hold then: they stop in good order, everything acknowledged is in the
   * store, and the store keeps every invariant.
   */
  async end(): Promise<string[]> {
    const broken: string[] = [];
    for (const { kotd, name } of this.field.boxes) {
      const code = await kotd.stop();
      if (code !== 0) broken.push(`${name} ended with ${code}: ${kotd.output.slice(-500)}`);
    }
    const store = await openStore(storeSettings(this.field.store), randomUUID);
    try {
      const lost = await missing(store, this.#house.organization, this.#acknowledged);
      broken.push(...lost.map((id) => `${id} was acknowledged and is lost`));
      return [...broken, ...(await auditStore(store))];
    } finally {
      await store.close();
    }
  }

  async close(): Promise<void> {
    await this.field.close();
  }
}

async function missing(store: Store, organizationId: string, ids: readonly string[]) {
  const lost: string[] = [];
  for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
    const asked = ids.slice(at, at + ASKED_AT_ONCE);
    const found = await Promise.all(asked.map((id) => store.command({ organizationId }, id)));
    lost.push(...asked.filter((_, i) => !found[i]));
  }
  return lost;
}

function latencies(evenings: readonly Evening[]) {
  const all = evenings.flatMap(({ kitchenMs }) => kitchenMs).sort((a, b) => a - b);
  const at = (part: number) => all[Math.floor(part * (all.length - 1))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), most: at(1) };
}
