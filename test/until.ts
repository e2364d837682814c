import { setTimeout as delay } from 'node:timers/promises';

/** Who has waited for long looks less often: what it waits for needs the machine. */
const LOOK_MS = { soonest: 10, latest: 40 };
/** A look that comes later than this comes from a process that stood still. */
const STILL_MS = 1_000;

/** @throws Error when it does not hold within so many ms */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  patienceMs = 10_000,
): Promise<void> {
  let waited = 0;
  for (let looked = performance.now(); !(await condition()); ) {
    if (waited > patienceMs) throw new Error(`no ${what} within ${patienceMs} ms`);
    await delay(Math.min(LOOK_MS.latest, Math.max(LOOK_MS.soonest, waited / 10)));
    const now = performance.now();
    // While this very process stood still nobody waited: what came meanwhile lies unread.
    waited += Math.min(now - looked, STILL_MS);
    looked = now;
  }
}
