import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Event } from '../domain/decision.js';
import type { Outlet } from '../domain/shapes/organization.js';
import type { Ticket } from '../domain/shapes/ticket.js';
import { awaitedBy } from '../domain/shown.js';
import type { Scope, Store } from '../db/store.js';
import { newId } from '../handlers/ids.js';
import { Reader } from '../handlers/reader.js';
import type { Road } from '../handlers/road.js';
import { itselfAt } from '../handlers/unseen.js';

/** How often it is looked which tickets are due, while any are awaited; ms. */
const LOOK_MS = 1_000;
/** How often the store is asked for what nobody told of; ms. */
const ROUND_MS = 60_000;
/** Each so many rounds outlets are looked for that have begun to have displays. */
const ROUNDS = 15;
/** Organizations read at once. */
const PAGE = 1_000;

interface WatchmanParts {
  store: Store;
  road: Pick<Road, 'run'>;
  log: Logger;
  /** Called for each ticket that was told of here. */
  told(): void;
}

/** Events of a stream, of this worker or another one. */
interface Heard {
  organizationId: string;
  outletId: string | null;
  events: readonly Event[];
}

type Here = Required<Scope>;

interface Awaited extends Here {
  ticketId: string;
  /** When it has to be seen. */
  by: string;
}

/**
 * Sees to it that a ticket which no display acknowledges in time is told of: for all outlets of the
 * store, in one worker of each box, the housekeeper. Nothing is asked for an order: he hears of the
 * tickets with everybody else and forgets each as soon as it was seen. What he did not hear of,
 * since a worker was killed or the bus lost it, he finds when he takes over and on his rounds,
 * among the open tickets of the outlets with displays.
 */
export class Watchman {
  readonly #parts: WatchmanParts;
  readonly #awaited = new Map<string, Awaited>();
  /** Outlets with displays, as far as he has heard. */
  readonly #outlets = new Map<string, Here>();
  #mine = false;
  #rounds = 0;
  #next: NodeJS.Timeout | null = null;
  #round: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: WatchmanParts) {
    this.#parts = parts;
  }

  /** Begins or ends the watch. */
  keep(mine: boolean): void {
    if (mine === this.#mine) return;
    this.#mine = mine;
    if (mine) {
      this.#rounds = 0;
      this.#goRound();
      this.#round = setInterval(() => this.#goRound(), ROUND_MS);
      return;
    }
    if (this.#round) clearInterval(this.#round);
    if (this.#next) clearTimeout(this.#next);
    this.#next = null;
    this.#awaited.clear();
    this.#outlets.clear();
  }

  /** Ends the watch; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.keep(false);
    await this.#work;
  }

  hear({ organizationId, outletId, events }: Heard): void {
    if (!this.#mine || outletId === null) return;
    for (const { type, data } of events) {
      const here = { organizationId, outletId };
      if (type.startsWith('ticket.')) this.#note(here, data.ticket as Ticket);
      else if (type === 'outlet.changed') this.#learn(organizationId, data.outlet as Outlet);
    }
  }

  #note(here: Here, ticket: Ticket): void {
    const by = awaitedBy(ticket);
    if (by === null) {
      this.#awaited.delete(ticket.id);
      return;
    }
    this.#awaited.set(ticket.id, { ...here, ticketId: ticket.id, by });
    this.#outlets.set(here.outletId, here);
    this.#lookSoon();
  }

  #learn(organizationId: string, { id: outletId, displays = [] }: Outlet): void {
    if (displays.length > 0) this.#outlets.set(outletId, { organizationId, outletId });
  }

  #lookSoon(): void {
    this.#next ??= setTimeout(() => {
      this.#do('tell of tickets that nobody has seen', async () => {
        this.#next = null;
        try {
          await this.#tellDue();
        } finally {
          if (this.#mine && this.#awaited.size > 0) this.#lookSoon();
        }
      });
    }, LOOK_MS);
  }

  /** The oldest first. What cannot be told now is told at the next look. */
  async #tellDue(): Promise<void> {
    const now = new Date().toISOString();
    const due = [...this.#awaited.values()].filter(({ by }) => by <= now);
    for (const awaited of due.sort((a, b) => (a.by < b.by ? -1 : 1))) {
      if (!this.#mine || !(await this.#tell(awaited))) return;
      this.#awaited.delete(awaited.ticketId);
    }
  }

  async #tell({ organizationId, outletId, ticketId }: Awaited): Promise<boolean> {
    const { status, body } = await this.#parts.road.run({
      id: null,
      type: 'ticket.unseen',
      outletId,
      principal: itselfAt(organizationId, outletId),
      body: { ticketId },
      ifMatch: null,
      traceId: newId(),
    });
    if (status >= 400) return !(body as { retryable: boolean }).retryable;
    const { ticket } = body as { ticket: Ticket | null };
    if (ticket) {
      const { stationId, number, fallbackStationId = null } = ticket;
      const what = { outletId, stationId, ticketId, number, fallbackStationId };
      this.#parts.log.warn(what, 'no display has acknowledged a ticket in time');
      this.#parts.told();
    }
    return true;
  }

  #goRound(): void {
    this.#do('look for tickets that nobody has seen', async () => {
      if (this.#rounds++ % ROUNDS === 0) await this.#findOutlets();
      for (const here of this.#outlets.values()) {
        if (!this.#mine) return;
        const open = new Reader(this.#parts.store, here).each('ticket', { index: 'open' });
        for await (const ticket of open) this.#note(here, ticket);
      }
    });
  }

  async #findOutlets(): Promise<void> {
    const { store } = this.#parts;
    let last: string | null = null;
    do {
      const found: string[] = await store.organizations(last, PAGE);
      for (const organizationId of found) {
        if (!this.#mine) return;
        const outlets = new Reader(store, { organizationId });
        for (const outlet of await outlets.all('outlet', { index: 'byCreation' })) {
          this.#learn(organizationId, outlet);
        }
        // A store that answers at once would keep the worker from everything else.
        await nextTurn();
      }
      last = found.length === PAGE ? (found.at(-1) ?? null) : null;
    } while (last !== null);
  }

  /** One thing at a time. What fails is told, and tried again in its time. */
  #do(what: string, work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (!this.#mine) return;
      try {
        await work();
      } catch (error) {
        this.#parts.log.error({ err: error, what }, 'the watch over the kitchens failed');
      }
    });
  }
}
