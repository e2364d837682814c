import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 10;

/** @throws Error when it does not hold within so many ms */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  patienceMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`no ${what} within ${patienceMs} ms`);
    await delay(LOOK_EVERY_MS);
  }
}
