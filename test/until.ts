import { setTimeout as delay } from 'node:timers/promises';

/** Polls until it holds; throws when it does not within so many ms. */
export async function until(condition: () => boolean, what: string, withinMs = 10_000) {
  const deadline = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`no ${what} within ${withinMs} ms`);
    await delay(5);
  }
}
