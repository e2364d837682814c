import type { Bill } from '../src/domain/shapes/bill.js';
import type { Order } from '../src/domain/shapes/order.js';
import type { Table } from '../src/domain/shapes/organization.js';
import type { Ticket } from '../src/domain/shapes/ticket.js';
import type { FrameOf, Position } from './frames.js';

/** What the view holds, by kind. */
export interface Kinds {
  orders: Order;
  tickets: Ticket;
  tables: Table;
  bills: Bill;
}
export type Kind = keyof Kinds;

export type Documents = { readonly [K in Kind]: ReadonlyMap<string, Kinds[K]> };

/**
 * What this terminal knows of its outlet, as far as its audience allows. Never altered: a change makes another
 * one, in which whatever did not change is the same object as before.
 */
export interface State extends Documents {
  /** How far along the outlet's stream this is; null before anything was heard. */
  readonly position: Position | null;
  /** What was closed while we listened: paid, cancelled, served, archived. The newest last, not for ever. */
  readonly past: Documents;
}

const NOTHING: Documents = {
  orders: new Map(),
  tickets: new Map(),
  tables: new Map(),
  bills: new Map(),
};
export const EMPTY: State = { ...NOTHING, position: null, past: NOTHING };

/** Closed things of a kind that are remembered. */
export const PAST_KEPT = 500;

const MEMBERS = { order: 'orders', ticket: 'tickets', table: 'tables', bill: 'bills' } as const;

/** Whether it is still on somebody's screen. */
const OPEN: { [K in Kind]: (document: Kinds[K]) => boolean } = {
  orders: ({ status }) => status === 'open' || status === 'billed',
  tickets: ({ open }) => open,
  tables: (table) => !('archived' in table && table.archived === true),
  bills: ({ status }) => status === 'unpaid' || status === 'partlyPaid',
};

/** Whether nothing leads out of how it ended: a served ticket can be recalled, a paid order is paid. */
function isOver(kind: Kind, document: Kinds[Kind]): boolean {
  if (kind !== 'orders' && kind !== 'bills') return false;
  const { status } = document as Order | Bill;
  return status === 'paid' || status === 'cancelled';
}

/** The state after an event of its stream. One that comes again, or late, cannot set anything back. */
export function afterEvent(state: State, { seq, data }: FrameOf<'ev'>): State {
  const draft = new Draft(state);
  for (const [member, kind] of Object.entries(MEMBERS)) {
    const document = data[member];
    if (isDocument(document)) draft.take(kind, document as Kinds[Kind]);
  }
  return draft.at(state.position && { ...state.position, seq: Math.max(state.position.seq, seq) });
}

/**
 * The state after a snapshot of all that is open. Of the same stream, what is known to be over stays over, and
 * what is gone from the snapshot is gone; another epoch is another history, of which nothing is known yet.
 */
export function afterReset(state: State, { epoch, seq, snapshot }: FrameOf<'reset'>): State {
  const sameStream = state.position?.epoch === epoch;
  const draft = new Draft(sameStream ? { ...NOTHING, position: null, past: state.past } : EMPTY);
  for (const kind of Object.keys(NOTHING) as Kind[]) {
    for (const document of snapshot[kind]) {
      const known = sameStream ? state[kind].get(document.id) : undefined;
      draft.take(kind, known && known.rev > document.rev ? known : document);
    }
  }
  return draft.at({ epoch, seq });
}

/** The same things further along the stream: nothing up to there concerned us. */
export function movedTo(state: State, position: Position): State {
  return { ...state, position };
}

/** A state under change: copies a map when it is first written to. */
class Draft {
  readonly #before: State;
  readonly #open: { [K in Kind]?: Map<string, Kinds[K]> } = {};
  readonly #past: { [K in Kind]?: Map<string, Kinds[K]> } = {};

  constructor(before: State) {
    this.#before = before;
  }

  /** Takes a document as it is now, unless a newer one is known, or how it ended. */
  take<K extends Kind>(kind: K, document: Kinds[K]): void {
    const { id, rev } = document;
    const known = this.#find(kind, id);
    if (known && (known.rev >= rev || isOver(kind, known))) return;
    const open = this.#writable(this.#open, this.#before, kind);
    if (OPEN[kind](document)) {
      open.set(id, document);
      if (this.#before.past[kind].has(id))
        this.#writable(this.#past, this.#before.past, kind).delete(id);
      return;
    }
    open.delete(id);
    const past = this.#writable(this.#past, this.#before.past, kind);
    past.delete(id);
    past.set(id, document);
    const [oldest] = past.keys();
    if (past.size > PAST_KEPT && oldest !== undefined) past.delete(oldest);
  }

  at(position: Position | null): State {
    return {
      ...this.#before,
      ...this.#open,
      past: { ...this.#before.past, ...this.#past },
      position,
    };
  }

  #find<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const [open, past] = [
      this.#open[kind] ?? this.#before[kind],
      this.#past[kind] ?? this.#before.past[kind],
    ];
    return (
      (open as ReadonlyMap<string, Kinds[K]>).get(id) ??
      (past as ReadonlyMap<string, Kinds[K]>).get(id)
    );
  }

  #writable<K extends Kind>(
    copies: { [K in Kind]?: Map<string, Kinds[K]> },
    before: Documents,
    kind: K,
  ): Map<string, Kinds[K]> {
    const copy = (copies[kind] as Map<string, Kinds[K]> | undefined) ?? new Map(before[kind]);
    (copies as Record<K, Map<string, Kinds[K]>>)[kind] = copy as Map<string, Kinds[K]>;
    return copy;
  }
}

function isDocument(value: unknown): value is { id: string; rev: number } {
  return typeof value === 'object' && value !== null && 'id' in value && 'rev' in value;
}
