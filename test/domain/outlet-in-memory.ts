import { isDeepStrictEqual } from 'node:util';
import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { Collection, Context, Decision, Documents, Event } from '../../src/domain/decision.js';
import { checkOutlet } from '../../src/domain/invariants.js';
import type { OutletRecord } from '../../src/domain/invariants/record.js';
import { Bill } from '../../src/domain/shapes/bill.js';
import { Category, MenuItem, TaxClass } from '../../src/domain/shapes/menu.js';
import { Order } from '../../src/domain/shapes/order.js';
import { Organization, Outlet, Station, Table } from '../../src/domain/shapes/organization.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import { Ticket } from '../../src/domain/shapes/ticket.js';
import { frozen } from './money-fixtures.js';

const SHAPES: Partial<Record<Collection, TSchema>> = {
  organization: Organization,
  outlet: Outlet,
  station: Station,
  category: Category,
  taxClass: TaxClass,
  menuItem: MenuItem,
  table: Table,
  order: Order,
  ticket: Ticket,
  bill: Bill,
};

const fits = new Map(
  Object.entries(SHAPES).map(([name, schema]) => [name, TypeCompiler.Compile(schema)]),
);

/**
 * One outlet in memory: takes decisions as a store does. It refuses a put at a wrong rev or of a wrong shape and a decision that is not pure, and freezes all that
 * it holds, so that a rule which writes into its input throws.
 */
export class OutletInMemory {
  now = '2026-11-20T14:00:00.000Z';
  role: Role = 'owner';
  readonly events: Event[] = [];
  readonly counters = new Map<string, number>();
  readonly #documents = new Map<Collection, Map<string, { id: string; rev: number }>>();
  #ids = 0;

  context(): Context {
    return {
      now: this.now,
      newId: () => {
        this.#ids += 1;
        return `id-${this.#ids}`;
      },
      actor: { id: `the-${this.role}`, role: this.role },
    };
  }

  /** Takes the decision wholly, or throws what the rule refuses with and changes nothing. */
  take<R>(decide: (context: Context) => Decision<R>): R {
    const decision = decide(this.context());
    const counters = new Map(this.counters);
    const numbers = decision.counters.map((name) => {
      const number = (counters.get(name) ?? 0) + 1;
      counters.set(name, number);
      return number;
    });
    const changes = frozen(decision.changes(numbers));
    if (!isDeepStrictEqual(changes, decision.changes(numbers))) throw new Error('not pure');
    for (const { collection, value } of changes.documents) {
      const rev = this.find(collection, value.id)?.rev ?? 0;
      if (value.rev !== rev + 1) throw new Error(`${collection} ${value.rev} on ${rev}`);
      const [fault] = fits.get(collection)?.Errors(value) ?? [];
      if (fault) throw new Error(`${collection}${fault.path}: ${fault.message}`);
    }
    const written = changes.documents.map(({ collection, value }) => `${collection} ${value.id}`);
    if (new Set(written).size < written.length) throw new Error('a document twice in one commit');
    for (const { collection, value } of changes.documents) {
      this.#of(collection).set(value.id, value);
    }
    for (const event of changes.events) {
      this.events.push(frozen({ ...event, seq: this.events.length + 1 }));
    }
    for (const [name, number] of counters) this.counters.set(name, number);
    return changes.result;
  }

  find<C extends Collection>(collection: C, id: string): Documents[C] | undefined {
    return this.#of(collection).get(id) as Documents[C] | undefined;
  }

  get<C extends Collection>(collection: C, id: string): Documents[C] {
    const found = this.find(collection, id);
    if (!found) throw new Error(`no ${collection} ${id}`);
    return found;
  }

  all<C extends Collection>(collection: C): Documents[C][] {
    return [...this.#of(collection).values()] as Documents[C][];
  }

  /** By name, for collections that have names. */
  named<C extends 'station' | 'taxClass' | 'menuItem' | 'table'>(collection: C, name: string) {
    const found = this.all(collection).find((document) => document.name === name);
    if (!found) throw new Error(`no ${collection} "${name}"`);
    return found as Documents[C];
  }

  record(): OutletRecord {
    return {
      orders: this.all('order'),
      tickets: this.all('ticket'),
      tables: this.all('table'),
      bills: this.all('bill'),
      events: [...this.events],
      seq: this.events.length,
      counters: new Map(this.counters),
    };
  }

  violations(): string[] {
    return checkOutlet(this.record());
  }

  /** The documents of a collection by id, as a rule is given them. */
  by<C extends Collection>(collection: C): ReadonlyMap<string, Documents[C]> {
    return this.#of(collection) as unknown as ReadonlyMap<string, Documents[C]>;
  }

  #of(collection: Collection): Map<string, { id: string; rev: number }> {
    const known = this.#documents.get(collection);
    if (known) return known;
    const created = new Map<string, { id: string; rev: number }>();
    this.#documents.set(collection, created);
    return created;
  }
}
