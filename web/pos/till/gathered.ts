/** Work that takes longer than this is felt; ms. */
const FELT_MS = 8;
/** After it, the page is left alone for so many times as long … */
const REST = 4;
/** … but for no longer than this; ms. */
const LONGEST_REST_MS = 500;

/**
 * The same once for all calls of a moment: a burst of events is drawn once. What has become heavy, such as looking at
 * a thousand orders that wait to be sent, is done less often, so that the page still answers to a finger.
 */
export function gathered(act: () => void): () => void {
  let waits = false;
  let restsUntil = 0;
  const run = () => {
    waits = false;
    const begun = performance.now();
    act();
    const now = performance.now();
    const took = now - begun;
    restsUntil = took < FELT_MS ? 0 : now + Math.min(took * REST, LONGEST_REST_MS);
  };
  return () => {
    if (waits) return;
    waits = true;
    const rest = restsUntil - performance.now();
    if (rest > 0) setTimeout(run, rest);
    else queueMicrotask(run);
  };
}
