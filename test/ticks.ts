import { setImmediate as turn } from 'node:timers/promises';

const TICK_MS = 25;

/**
 * Milliseconds that the work took, as this process lived them, in steps of 25: while it stood still nobody in it
 * could go on, so that a pause counts as one step. Work that keeps the processor is not seen: for that ask
 * `process.cpuUsage`.
 */
export async function livedMs(work: () => Promise<unknown>): Promise<number> {
  let ticks = 0;
  const clock = setInterval(() => ticks++, TICK_MS);
  try {
    await work();
    return ticks * TICK_MS;
  } finally {
    clearInterval(clock);
  }
}

/**
 * Calls one after the other, a turn in between, for so long and so often at least; gives up after ten times that.
 * Answers how many there were, how long the longest lived, and how long all of it took.
 */
export async function callFor(forMs: number, atLeast: number, call: () => Promise<unknown>) {
  const startedAt = performance.now();
  const tookMs = () => Math.round(performance.now() - startedAt);
  let calls = 0;
  let longestMs = 0;
  while (tookMs() < forMs || (calls < atLeast && tookMs() < 10 * forMs)) {
    longestMs = Math.max(longestMs, await livedMs(call));
    calls++;
    await turn();
  }
  return { calls, longestMs, tookMs: tookMs() };
}
