import type { KotdError } from './errors.js';
import type { Approval } from './shapes/approval.js';
import type { AuditRecord } from './shapes/audit.js';
import type { Bill, BillPrint } from './shapes/bill.js';
import type { PairingCode, StoredDevice } from './shapes/device.js';
import type { Category, MenuItem, TaxClass } from './shapes/menu.js';
import type { Order } from './shapes/order.js';
import type { Organization, Outlet, Station, Table } from './shapes/organization.js';
import type { PinTries } from './shapes/pin.js';
import type { ActorRole, Login, Session, Staff } from './shapes/staff.js';
import type { Ticket } from './shapes/ticket.js';
import type { LineVoid } from './shapes/void.js';

/** Every kind of document, by the name of its collection. */
export interface Documents {
  login: Login;
  organization: Organization;
  outlet: Outlet;
  staff: Staff;
  session: Session;
  device: StoredDevice;
  pairingCode: PairingCode;
  pinTries: PinTries;
  station: Station;
  category: Category;
  taxClass: TaxClass;
  menuItem: MenuItem;
  table: Table;
  order: Order;
  ticket: Ticket;
  bill: Bill;
  billPrint: BillPrint;
  lineVoid: LineVoid;
  approval: Approval;
  audit: AuditRecord;
}

export type Collection = keyof Documents;

/**
 * A document as it shall be. Its `rev` is one more than that of the document it replaces, 1 for a new
 * one: the store refuses it (conflict) when the stored rev is not `value.rev - 1`.
 */
export type Put = { [C in Collection]: { collection: C; value: Documents[C] } }[Collection];

/** Something that happened, before the stream gives it its number. */
export interface EventDraft {
  /** `order.created`, `ticket.started`, `bill.paid` … */
  type: string;
  /** RFC 3339 UTC. */
  at: string;
  /** Id of the person who did it. */
  actor: string;
  /** Holds the whole object after the change, under its name: `{order}`, `{ticket}`, `{bill}`, `{table}`, `{item}`. */
  data: Readonly<Record<string, unknown>>;
}

/** An event of an outlet's stream. */
export interface Event extends EventDraft {
  seq: number;
}

/** The whole effect of a command: written in one commit or not at all. */
export interface Changes<R> {
  documents: Put[];
  events: EventDraft[];
  result: R;
  /** Set when the effect is a refusal that must leave a trace, such as a session ended by token reuse. */
  refusal?: KotdError;
}

/**
 * What a rule decided. Numbers that must be consecutive (invoice, ticket, order) are not known yet:
 * the store advances each counter named (a name may stand more than once) inside the commit and
 * hands the numbers, in the same order, to `changes`. So a refused or retried command leaves no gap,
 * and commands that share a counter do not conflict. `changes` is pure and may be called again.
 */
export interface Decision<R> {
  counters: readonly string[];
  changes(numbers: readonly number[]): Changes<R>;
}

/** What a rule may know of the world besides its documents. */
export interface Context {
  /** RFC 3339 UTC, milliseconds. */
  now: string;
  /** A new unique id at each call. */
  newId(): string;
  actor: { id: string; role: ActorRole | null };
}

/** The event that something happened just now, by the one who asked for it. */
export function happened(type: string, data: EventDraft['data'], context: Context): EventDraft {
  return { type, at: context.now, actor: context.actor.id, data };
}

/** A decision that needs no numbers. */
export function decided<R>(changes: Changes<R>): Decision<R> {
  return { counters: [], changes: () => changes };
}
