import type { EVENTS, EventType } from '../src/domain/events.js';
import type { Bill, BillPrint } from '../src/domain/shapes/bill.js';
import type { Category, MenuItem, TaxClass } from '../src/domain/shapes/menu.js';
import type { Order } from '../src/domain/shapes/order.js';
import type { Outlet, Station, Table } from '../src/domain/shapes/organization.js';
import type { Ticket } from '../src/domain/shapes/ticket.js';

export type { EventType };

/** What events hold, by the name it stands under. */
interface Held {
  order: Order;
  ticket: Ticket;
  table: Table;
  bill: Bill;
  print: BillPrint;
  item: MenuItem;
  category: Category;
  taxClass: TaxClass;
  station: Station;
  outlet: Outlet;
}

/** The document after the change, under its name, and who approved it where somebody did. */
export type EventData<T extends EventType> = (typeof EVENTS)[T] extends keyof Held
  ? { readonly [K in (typeof EVENTS)[T]]: Held[K] } & { readonly approvedBy?: string }
  : Readonly<Record<string, unknown>>;

/** Something that happened in the outlet, as the stream tells it. */
export interface StreamEvent<T extends EventType = EventType> {
  readonly seq: number;
  readonly type: T;
  /** RFC 3339. */
  readonly at: string;
  /** Id of the person or device that did it. */
  readonly actor: string;
  readonly data: EventData<T>;
}
