import { setTimeout as delay } from 'node:timers/promises';

/** Who has waited for long looks less often: what it waits for needs the machine. */
const LOOK_MS = { soonest: 10, latest: 40 };

/** @throws Error when it does not hold within so many ms */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  patienceMs = 10_000,
): Promise<void> {
  const began = performance.now();
  while (!(await condition())) {
    const waited = performance.now() - began;
    if (waited > patienceMs) throw new Error(`no ${what} within ${patienceMs} ms`);
    await delay(Math.min(LOOK_MS.latest, Math.max(LOOK_MS.soonest, waited / 10)));
  }
}
