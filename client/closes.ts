import { backoff } from './backoff.js';
import type { FrameOf } from './frames.js';
import type { Problem } from './problem.js';

/** How a connection ended. */
export interface Ending {
  /** Of the WebSocket; 1006 when it broke. */
  code: number;
  bye: FrameOf<'bye'> | null;
  /** The last refusal that was not about a command. */
  problem: Problem | null;
  /** The server had accepted the hello. */
  welcomed: boolean;
}

/** What to do then: come back after so long, with another token where `renew`; or not by itself. */
export type Next = { inMs: number; renew: boolean } | null;

const BAD_FRAME = 4400;
const UNAUTHENTICATED = 4401;
const HELLO_TIMEOUT = 4408;
const FLOODING = 4429;
/** A flood is punished for a minute at least, also where the goodbye got lost; ms. */
const AFTER_A_FLOOD_MS = 60_000;

/**
 * What the server's close codes ask for (src/realtime/closes.ts): 4400 to 4499 means that the same hello would
 * be refused again, anything else that one may come back.
 * @param failures connections in a row that proved nothing
 */
export function afterEnding(
  { code, bye, welcomed }: Ending,
  failures: number,
  random: number,
): Next {
  const asked = bye?.reconnectAfterMs ?? 0;
  // The server has spread its own wait already; ours comes on top only where it keeps failing.
  const inMs = Math.max(asked, failures === 0 && asked > 0 ? 0 : backoff(failures + 1, random));
  if (code < 4400 || code > 4499 || code === HELLO_TIMEOUT) return { inMs, renew: false };
  if (code === UNAUTHENTICATED) return { inMs, renew: true };
  if (code === FLOODING) return { inMs: Math.max(inMs, AFTER_A_FLOOD_MS), renew: false };
  // The hello was good; a later frame was not, and it is not sent again in the same company.
  return code === BAD_FRAME && welcomed ? { inMs, renew: false } : null;
}
