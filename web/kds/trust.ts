import type { Status } from '../../client/view.js';

/** How long a screen may take to come up before it must say that it knows nothing; ms. */
export const PATIENCE_MS = 5_000;
/** How long something may be known to be missing before it counts as lost; ms. */
export const LATE_MS = 10_000;

/**
 * What a cook may believe of the screen. `current`: all is here. `behind`: something is missing or the line has
 * just broken, and it will be here in a moment. `lost`: nobody can say what is missing.
 */
export interface Trust {
  readonly tone: 'connecting' | 'current' | 'behind' | 'lost';
  /** The server's instant to which the screen is complete; null: it never was. */
  readonly at: string | null;
  readonly why: 'starting' | 'offline' | 'silent' | 'missing' | 'refused' | null;
}

/**
 * @param openMs how long the page has been trying
 * @param serverNow ms since 1970; null before the server was ever heard
 */
export function trustOf(
  { connection, offline, behind, currentTo: at }: Status,
  openMs: number,
  serverNow: number | null,
): Trust {
  if (connection === 'refused' || connection === 'signedOut') {
    return { tone: 'lost', at, why: 'refused' };
  }
  if (behind === null) {
    return offline ? { tone: 'behind', at, why: 'offline' } : { tone: 'current', at, why: null };
  }
  if (at === null && openMs < PATIENCE_MS) return { tone: 'connecting', at, why: 'starting' };
  if (offline) return { tone: 'lost', at, why: 'offline' };
  const since = behind.since === null ? null : Date.parse(behind.since);
  const late = since !== null && serverNow !== null && serverNow - since > LATE_MS;
  if (behind.events === null || late) return { tone: 'lost', at, why: 'silent' };
  return { tone: 'behind', at, why: 'missing' };
}
