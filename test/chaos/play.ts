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
/** Guests are seated before anything breaks. */
const CALM_MS = 1500;

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

/** Plays dinners on a fleet while the fault strikes, and one more when it is over; then counts. */
export async function play(fault: Fault): Promise<Outcome> {
  const field = await Field.open({
    boxes: fault.alone ? 1 : 2,
    front: fault.front ?? false,
    ...(fault.alone && { alone: fault.alone() }),
    settings: (box) => ({ ...fault.settings, ...fault.boxSettings?.(box) }),
  });
  try {
    const house = new House(new Servers(field.urls));
    await house.open();
    const lanes = new Lanes(house, fault.lanes ?? 0);
    let over = false;
    let struckMs = 0;
    const strike = async () => {
      await delay(CALM_MS);
      const startedAt = performance.now();
      await fault.strike(field, lanes);
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
      evenings.push(await evening(house, evenings.length + 1, PACE, 'nothing'));
    }
    await struck;
    const placed = await lanes.close();
    const broken = evenings.flatMap(({ findings }, at) =>
      findings
        .filter(({ holds }) => !holds)
        .map(({ what, detail }) => `evening ${at + 1}: not so: ${what}: ${detail}`),
    );
    const acknowledged = [...evenings.flatMap(({ acknowledged: ids }) => ids), ...placed];
    for (const box of field.boxes) {
      const code = await box.kotd.stop();
      if (code !== 0) broken.push(`${box.name} ended with ${code}: ${box.kotd.output.slice(-500)}`);
    }
    broken.push(
      ...(await count(field, house, acknowledged)),
      ...((await fault.after?.(field)) ?? []),
    );
    const kitchenMs = fault.clocks ? null : latencies(evenings);
    return {
      fault: fault.name,
      broken,
      evenings: evenings.length,
      commands: acknowledged.length,
      longestAnswerMs: Math.max(...evenings.map(({ longestAnswerMs }) => longestAnswerMs)),
      kitchenMs,
      struckMs,
    };
  } finally {
    await field.close();
  }
}

/** Everything acknowledged is in the store, and the store keeps every invariant. */
async function count(field: Field, house: House, ids: readonly string[]): Promise<string[]> {
  const store = await openStore(storeSettings(field.store), randomUUID);
  try {
    const lost = await missing(store, house.organization, ids);
    return [
      ...lost.map((id) => `${id} was acknowledged and is lost`),
      ...(await auditStore(store)),
    ];
  } finally {
    await store.close();
  }
}

async function missing(store: Store, organizationId: string, ids: readonly string[]) {
  const lost: string[] = [];
  for (const id of ids) if (!(await store.command({ organizationId }, id))) lost.push(id);
  return lost;
}

function latencies(evenings: readonly Evening[]) {
  const all = evenings.flatMap(({ kitchenMs }) => kitchenMs).sort((a, b) => a - b);
  const at = (part: number) => all[Math.floor(part * (all.length - 1))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), most: at(1) };
}
