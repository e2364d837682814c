import type { Portions } from '../../../client/progress.js';
import type { Bill, Order, Table } from '../shapes.js';

/**
 * What a table shows first. `free`: nobody sits there. `draft`: nobody, but somebody began to take
 * an order here. `open`: guests. `ready`: something waits at the pass. `billed`: the guests have
 * the bill.
 */
export type TableState = 'free' | 'draft' | 'open' | 'ready' | 'billed';

/** An order as the floor shows it. */
export interface OrderFace {
  readonly order: Order;
  readonly bill: Bill | null;
  readonly state: Exclude<TableState, 'free' | 'draft'>;
  /** Portions that the kitchen has not heard of, those of this device's draft included; billed, those alone. */
  readonly unsent: number;
  /** Portions that are cooked and not served. */
  readonly ready: number;
  /** Something of it waits in this device's outbox. */
  readonly pending: boolean;
  /** Minor units: what is due of a bill, else what the order comes to so far. */
  readonly amount: number;
}

export interface TableFace {
  readonly table: Table;
  readonly order: OrderFace | null;
  readonly state: TableState;
  /** Portions in the draft of the table itself, begun while nobody sat there. */
  readonly drafted: number;
}

export interface FaceOf {
  order: Order;
  bill: Bill | undefined;
  progress: ReadonlyMap<string, Portions>;
  drafted: number;
  pending: boolean;
}

export function orderFace({ order, bill, progress, drafted, pending }: FaceOf): OrderFace {
  const sum = (member: 'unsent' | 'ready') =>
    [...progress.values()].reduce((total, portions) => total + portions[member], 0);
  const ready = sum('ready');
  const open = order.status === 'open';
  const served = open ? (ready > 0 ? 'ready' : 'open') : 'billed';
  return {
    order,
    bill: bill ?? null,
    state: served,
    unsent: open ? sum('unsent') + drafted : drafted,
    ready,
    pending,
    amount: bill ? bill.payable - bill.paid : order.totals.payable,
  };
}

export function tableFace(table: Table, order: OrderFace | null, drafted: number): TableFace {
  const state = order?.state ?? (drafted > 0 ? 'draft' : 'free');
  return { table, order, state, drafted };
}

/** The sections in the order of their first tables. */
export function sectionsOf(tables: Iterable<Table>): (string | null)[] {
  return [...new Set([...tables].map(({ section }) => section))];
}

/** T2 before T10, whatever was made first. */
export function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name, undefined, { numeric: true });
}

/** The tables whose names begin so; failing that, those that hold it. */
export function foundTables<T extends { name: string }>(tables: readonly T[], typed: string): T[] {
  const text = typed.trim().toLowerCase();
  const begins = tables.filter(({ name }) => name.toLowerCase().startsWith(text));
  // Who types 7 means T7, and not T17.
  const numbered = tables.filter(({ name }) => name.replace(/^\D+/, '') === text);
  if (numbered.length > 0 && begins.length === 0) return numbered;
  if (begins.length > 0) return begins;
  return tables.filter(({ name }) => name.toLowerCase().includes(text));
}
