import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Catalog } from '../../../client/catalog.js';
import type { OutboxState } from '../../../client/outbox/entry.js';
import type { Shown } from '../../../client/overlay.js';
import { type Portions, progressOf } from '../../../client/progress.js';
import type { Terminal } from '../../../client/terminal.js';
import type { Status } from '../../../client/view.js';
import type { Named, Session } from '../../entry/session.js';
import { setClock } from '../../state/clock.js';
import { type Uses, usesOf, withUsed } from '../menu/often.js';
import type { Bill, Order, Person, Ticket } from '../shapes.js';
import { Drafts } from './drafts.js';
import { gathered } from './gathered.js';

/** The page's clock is set when it is further than this from the server's; ms. */
const CLOCK_OFF_MS = 1_500;

/** All that the views of the till look at and act on, for one person at one outlet. */
export class Till {
  readonly session: Session;
  readonly outlet: Named;
  readonly terminal: Terminal;
  readonly drafts: Drafts;
  /** The live state with what waits here on top of it. */
  readonly shown: ReadonlySignal<Shown>;
  readonly status: ReadonlySignal<Status>;
  readonly outbox: ReadonlySignal<OutboxState>;
  readonly catalog: ReadonlySignal<Catalog>;
  /** The server is not to be heard, and not only because this page has just begun to call. */
  readonly isCut: ReadonlySignal<boolean>;
  /** Somebody wants to go, and is asked first. */
  readonly isLeaving = signal(false);
  /** Those who work at the outlet, as last told. */
  readonly people = signal<readonly Person[]>([]);
  readonly uses = signal<Uses>(new Map());
  /** Takes over at once what the terminal knows, for who cannot wait until that is done by itself. */
  readonly look: () => void;
  readonly #ends: (() => void)[];
  readonly #tickets: ReadonlySignal<ReadonlyMap<string, readonly Ticket[]>>;

  private constructor(session: Session, outlet: Named, terminal: Terminal, drafts: Drafts) {
    this.session = session;
    this.outlet = outlet;
    this.terminal = terminal;
    this.drafts = drafts;
    const { view } = terminal;
    const shown = signal(view.withPending());
    const status = signal(view.status());
    const outbox = signal(terminal.outbox.get());
    const catalog = signal(terminal.catalog.get());
    [this.shown, this.status, this.outbox, this.catalog] = [shown, status, outbox, catalog];
    const cut = signal(false);
    this.isCut = cut;
    this.#tickets = computed(() => byOrder(shown.value.tickets.values()));
    let known = shown.value.position !== null;
    const look = () => {
      batch(() => {
        outbox.value = terminal.outbox.get();
        catalog.value = terminal.catalog.get();
        shown.value = view.withPending();
        status.value = view.status();
        cut.value = isCut(status.value, cut.value);
        followClock(view.serverNow());
      });
      // Kept as soon as there is any: from now on the page opens without the server too.
      if (!known && shown.value.position !== null) void terminal.keep();
      known = shown.value.position !== null;
    };
    this.look = look;
    this.#ends = [terminal.subscribe(gathered(look)), watchPage(terminal), () => drafts.close()];
    look();
  }

  static async open(
    session: Session,
    outlet: Named,
    trouble: (error: unknown) => void,
  ): Promise<Till> {
    const [terminal, drafts] = await Promise.all([
      session.terminal({ outlet: outlet.id, audience: ['floor', 'bills'] }),
      Drafts.open({ store: session.store, outlet: outlet.id, trouble }),
    ]);
    const till = new Till(session, outlet, terminal, drafts);
    await till.#remember();
    void till.#askPeople();
    return till;
  }

  /** Ids of the person who works here now, and what they may do. */
  get user(): Session['user'] {
    return this.session.user;
  }

  /** What somebody is called; null while nobody has told. */
  nameOf(personId: string): string | null {
    return this.people.value.find(({ id }) => id === personId)?.name ?? null;
  }

  /** An order that is open, or was closed a while ago. */
  order(id: string): Order | undefined {
    const { orders, past } = this.shown.value;
    return orders.get(id) ?? past.orders.get(id);
  }

  /** The orders that are open, and those that were closed a while ago, as they are at this moment. */
  ordersOfLate(): Order[] {
    const { orders, past } = this.shown.peek();
    return [...orders.values(), ...past.orders.values()];
  }

  bill(id: string): Bill | undefined {
    const { bills, past } = this.shown.value;
    return bills.get(id) ?? past.bills.get(id);
  }

  /** How far the kitchen is with each line of an order. */
  progress(order: Order): ReadonlyMap<string, Portions> {
    return progressOf(order, this.#tickets.value.get(order.id) ?? []);
  }

  /** Remembers what is ordered here, to offer it first. */
  noteUsed(itemIds: readonly string[]): void {
    this.uses.value = withUsed(this.uses.value, itemIds);
    void this.#keep('uses', [...this.uses.value]);
  }

  /** Makes room for the next person; who would lock the till for everybody is asked first. */
  leave(): void {
    if (this.isCut.peek()) this.isLeaving.value = true;
    else void this.session.end();
  }

  async close(): Promise<void> {
    for (const end of this.#ends) end();
    await this.terminal.close();
  }

  async #remember(): Promise<void> {
    const { store } = this.session;
    const [people, uses] = await Promise.all([
      store.kept(this.#picture('people')),
      store.kept(this.#picture('uses')),
    ]);
    if (Array.isArray(people)) this.people.value = people as Person[];
    this.uses.value = usesOf(uses);
  }

  /** Names are asked for once: without them the till works, and shows none. */
  async #askPeople(): Promise<void> {
    try {
      const { data } = await this.session.api.query('people.list', {}, { outlet: this.outlet.id });
      this.people.value = data;
      await this.#keep('people', data);
    } catch (error) {
      console.warn('the names of people', error);
    }
  }

  async #keep(name: string, picture: unknown): Promise<void> {
    try {
      await this.session.store.keep(this.#picture(name), picture);
    } catch (error) {
      console.warn(`keep ${name}`, error);
    }
  }

  #picture(name: string): string {
    return `pos/${name}/${this.outlet.id}`;
  }
}

function isCut({ offline, connection, currentTo }: Status, before: boolean): boolean {
  return offline && (before || connection !== 'connecting' || currentTo !== null);
}

/** A page is told when the network is back, and often not when it is thrown away. */
function watchPage(terminal: Terminal): () => void {
  const hurry = () => terminal.hurry();
  const keep = () => void terminal.keep();
  const turn = () => (document.visibilityState === 'visible' ? hurry() : keep());
  addEventListener('online', hurry);
  addEventListener('pagehide', keep);
  document.addEventListener('visibilitychange', turn);
  return () => {
    removeEventListener('online', hurry);
    removeEventListener('pagehide', keep);
    document.removeEventListener('visibilitychange', turn);
  };
}

function byOrder(tickets: Iterable<Ticket>): ReadonlyMap<string, readonly Ticket[]> {
  const found = new Map<string, Ticket[]>();
  for (const ticket of tickets) {
    const known = found.get(ticket.orderId);
    if (known) known.push(ticket);
    else found.set(ticket.orderId, [ticket]);
  }
  return found;
}

let clockOff = 0;

function followClock(serverNow: number | null): void {
  if (serverNow === null) return;
  const off = serverNow - Date.now();
  if (Math.abs(off - clockOff) < CLOCK_OFF_MS) return;
  clockOff = off;
  setClock(new Date(serverNow).toISOString());
}
