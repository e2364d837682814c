import type { Choice } from '../menu/choice.js';
import type { MenuItem } from '../shapes.js';

/** What lies on top of the order. */
export type Asked =
  | {
      kind: 'item';
      item: MenuItem;
      start: Choice;
      /** Of the draft; null: it would be a new one. */
      lineId: string | null;
    }
  | { kind: 'line' | 'void'; lineId: string }
  | { kind: 'transfer' | 'merge' | 'cancel' | 'supply' | 'bill' };
