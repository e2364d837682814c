import type { Context } from '../src/domain/decision.js';
import { type ErrorCode, KotdError } from '../src/domain/errors.js';
import type { Catalog } from './catalog.js';
import { type Ahead, AHEAD, type Rule } from './ahead.js';
import type { Confirmed, Entry } from './outbox/entry.js';
import type { Documents, Kind, Kinds, State } from './state.js';

/** What the screens show: the state, and on top of it what this device has done and nobody has confirmed. */
export interface Shown extends State {
  /** By the id of an order, line, ticket or table: the commands that changed it and still wait. */
  readonly pending: ReadonlyMap<string, readonly string[]>;
  /** Commands that wait and that the rules would refuse as things are now: they change nothing here. */
  readonly doubtful: ReadonlyMap<string, ErrorCode>;
}

/** What waits in the outbox. */
export interface Pending {
  readonly waiting: readonly Entry[];
  readonly confirmed: readonly Confirmed[];
}

/**
 * Runs the commands that wait ahead of the server, by the server's own rules: whatever the rules refuse changes
 * nothing, so a paid order stays paid. Numbers that only the server can give are 0. What the server has
 * confirmed is shown as it answered it. Pure: the same state and commands show the same.
 * @param defect hears of a command that no rule can even look at: it is doubtful, and keeps nobody else back
 */
export function shownWith(
  state: State,
  pending: Pending,
  catalog: Catalog,
  defect: (error: unknown, entry: Entry) => void = () => {},
): Shown {
  const sheet = new Sheet(state, catalog, defect);
  for (const one of pending.confirmed) sheet.confirm(one);
  for (const entry of pending.waiting) sheet.run(entry);
  return sheet.shown();
}

class Sheet implements Ahead {
  readonly #state: State;
  readonly #documents: { [K in Kind]: Map<string, Kinds[K]> };
  readonly #pending = new Map<string, string[]>();
  readonly #doubtful = new Map<string, ErrorCode>();
  readonly #defect: (error: unknown, entry: Entry) => void;
  readonly catalog: Catalog;

  constructor(state: State, catalog: Catalog, defect: (error: unknown, entry: Entry) => void) {
    this.#state = state;
    this.#defect = defect;
    this.catalog = catalog;
    this.#documents = {
      orders: new Map(state.orders),
      tickets: new Map(state.tickets),
      tables: new Map(state.tables),
      bills: new Map(state.bills),
    };
  }

  find<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const past: Documents = this.#state.past;
    return this.#documents[kind].get(id) ?? (past[kind] as ReadonlyMap<string, Kinds[K]>).get(id);
  }

  all<K extends Kind>(kind: K): Iterable<Kinds[K]> {
    return this.#documents[kind].values();
  }

  /** The server's own answer: newer than the state, or already in it. */
  confirm({ entry, result }: Confirmed): void {
    for (const [kind, document] of documentsIn(result)) {
      const known = this.find(kind, document.id);
      if (known && known.rev >= document.rev) continue;
      this.#put(kind, document, entry.id);
    }
  }

  run(entry: Entry): void {
    const rule = AHEAD[entry.type];
    try {
      if (rule) this.#runAhead(entry, rule);
      // A bill or a payment is not guessed at, but that one is on its way is shown.
      else this.#markSubjects(entry);
    } catch (error) {
      const refused = error instanceof KotdError;
      this.#doubtful.set(entry.id, refused ? error.code : 'invalid');
      if (!refused) this.#defect(error, entry);
    }
  }

  shown(): Shown {
    return {
      ...this.#state,
      ...this.#documents,
      pending: this.#pending,
      doubtful: this.#doubtful,
    };
  }

  #put(kind: Kind, document: Kinds[Kind], command: string): void {
    const before = this.find(kind, document.id);
    (this.#documents[kind] as Map<string, Kinds[Kind]>).set(document.id, document);
    this.#mark(document.id, command);
    if ('totals' in document) {
      const lines = new Set(before && 'totals' in before ? before.lines.map(face) : []);
      for (const line of document.lines) if (!lines.has(face(line))) this.#mark(line.id, command);
    }
  }

  #runAhead(entry: Entry, rule: Rule): void {
    const decision = rule(this, entry.body, contextOf(entry));
    const { documents } = decision.changes(decision.counters.map(() => 0));
    for (const { collection, value } of documents) {
      const kind = KIND_OF[collection as keyof typeof KIND_OF];
      if (kind) this.#put(kind, value as Kinds[Kind], entry.id);
    }
  }

  #markSubjects({ id, keys }: Entry): void {
    for (const key of keys) this.#mark(key.slice(key.indexOf('/') + 1), id);
  }

  #mark(id: string, command: string): void {
    this.#pending.set(id, [...(this.#pending.get(id) ?? []), command]);
  }
}

const KIND_OF = { order: 'orders', ticket: 'tickets', table: 'tables', bill: 'bills' } as const;

/** What of a line a guest or a cook would notice; its price is computed anew all the time. */
function face(line: Kinds['orders']['lines'][number]): string {
  const { id, quantity, voidedQuantity, sentQuantity, note, course, seat } = line;
  return JSON.stringify([id, quantity, voidedQuantity, sentQuantity, note, course, seat ?? null]);
}

/** The documents that a command's answer holds. */
function* documentsIn(result: unknown): Generator<[Kind, Kinds[Kind]]> {
  if (typeof result !== 'object' || result === null) return;
  if ('order' in result && 'tickets' in result) {
    const { order, tickets } = result as { order: Kinds['orders']; tickets: Kinds['tickets'][] };
    yield ['orders', order];
    for (const ticket of tickets) yield ['tickets', ticket];
  } else if ('invoiceNumber' in result) yield ['bills', result as unknown as Kinds['bills']];
  else if ('stationId' in result) yield ['tickets', result as unknown as Kinds['tickets']];
  else if ('totals' in result) yield ['orders', result as unknown as Kinds['orders']];
}

/** Ids of what the server would name: the same at every look, so that screens do not flicker. */
function contextOf({ id, at, by, body }: Entry): Context {
  let made = 0;
  // Somebody with more rights has allowed it; whether that still holds is for the server to say.
  const allowed = 'approvalId' in body && body.approvalId !== undefined;
  return {
    now: at,
    newId: () => `${id}/${++made}`,
    actor: { id: by?.id ?? '', role: allowed ? 'manager' : (by?.role ?? null) },
  };
}
