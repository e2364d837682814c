import { WINDOW_MS } from './messages.js';
import type { Drawn } from './shared.js';

/** Ends of one window of the fleet, as two answers say them, differ at most by what an answer takes. */
const DRIFT_MS = 5000;

/** A budget of 60 s as the ledger of a box accounts for it. */
export interface Window {
  limit: number;
  /** Leased to nobody. Below 0 if the limit went down. */
  free: number;
  end: number;
  /** What each worker may still have in hand. */
  held: Map<number, number>;
  /** Asks that wait for what was called back, or drawn. */
  queue: { worker: number; want: number }[];
  recalled: Set<number>;
  recalledAt: number;
  /** null: this box counts for itself until the window ends. */
  fleet: FleetShare | null;
}

/** What this box knows of a window that all boxes share; its own `free` comes from what it draws. */
export interface FleetShare {
  drawing: boolean;
  /** What this box has drawn; null before the first answer, which says when the window ends. */
  drawn: number | null;
  /** What is left for all boxes. */
  free: number;
  /** No box gets more under a limit of so many. */
  spentAt: number;
}

/** @param shared all boxes of the fleet share it: nothing is free before it is drawn */
export function newWindow(limit: number, now: number, shared: boolean): Window {
  return {
    limit,
    free: shared ? 0 : limit,
    end: now + WINDOW_MS,
    held: new Map(),
    queue: [],
    recalled: new Set(),
    recalledAt: 0,
    fleet: shared ? { drawing: false, drawn: null, free: 0, spentAt: 0 } : null,
  };
}

/** Whether asks wait for a draw, under way or worth a try. */
export function mayDraw({ limit }: Window, { drawing, spentAt }: FleetShare): boolean {
  return drawing || limit > spentAt;
}

/**
 * Puts what was drawn into the window.
 * @param limit what it was drawn under
 * @param end of the fleet's window by this box's clock, never too late
 */
export function addDrawn(
  window: Window,
  fleet: FleetShare,
  limit: number,
  drawn: Drawn,
  end: number,
): void {
  if (fleet.drawn === null) window.end = end;
  else if (end > window.end + DRIFT_MS) {
    // The fleet's window is another one: what is left of the old one counts no more.
    window.end = end;
    window.free = 0;
    window.held.clear();
    window.recalled.clear();
    fleet.drawn = 0;
  }
  window.free += drawn.units;
  fleet.drawn = (fleet.drawn ?? 0) + drawn.units;
  fleet.free = drawn.free;
  fleet.spentAt = drawn.units > 0 && drawn.free > 0 ? 0 : limit;
}

/** The fleet cannot be asked: the whole limit is this box's, less what it had drawn. */
export function standAlone(window: Window, fleet: FleetShare): void {
  window.fleet = null;
  window.free += window.limit - (fleet.drawn ?? 0);
}
