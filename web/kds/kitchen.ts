import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Terminal } from '../../client/terminal.js';
import { now, setClock } from '../state/clock.js';
import { wrongText } from '../state/wrong.js';
import { toast } from '../ui/toast.js';
import { type Alert, alertsOf, type Card, cardsOf, type Finish, isFinished } from './cards.js';
import { History } from './history.js';
import type { House } from './house.js';
import { isOurs, mustTell } from './refusals.js';
import { pass } from './settings.js';
import { lastDone, type Step } from './steps.js';
import { keyOf, type Ticket } from './tickets.js';
import { type Trust, trustOf } from './trust.js';
import { t } from './words.js';

/** Bumped cards that can be called back. */
export const RECALLS = 12;
/** What tickets name by an id may be called otherwise now. */
const NAMED = ['station.created', 'station.changed', 'table.created', 'table.changed'] as const;
/** How often the page's clock is set by the server's; ms. */
const SET_EVERY_MS = 10_000;

/** What a kitchen screen knows and can do: the SDK's terminal, as cooks see it. */
export class Kitchen {
  readonly expo: boolean;
  readonly stationIds: readonly string[];
  /** How far a dish goes here. */
  readonly finish: ReadonlySignal<Finish>;
  /** What is to be done, oldest first. */
  readonly cards: ReadonlySignal<readonly Card[]>;
  readonly alerts: ReadonlySignal<readonly Alert[]>;
  /** What was bumped, the last first. */
  readonly recalls: ReadonlySignal<readonly Card[]>;
  readonly trust: ReadonlySignal<Trust>;
  /** Tickets of which the server has still to hear what was done to them here. */
  readonly waiting: ReadonlySignal<number>;
  readonly #terminal: Terminal;
  readonly #history: History;
  /** Raised whenever the terminal may look different. */
  readonly #beat = signal(0);
  readonly #all: ReadonlySignal<readonly Ticket[]>;
  readonly #pending: ReadonlySignal<ReadonlySet<string>>;
  readonly #told = new Set<string>();
  readonly #ends: (() => void)[];
  readonly #openedAt = performance.now();
  #trust: Trust = { tone: 'connecting', at: null, why: 'starting' };
  #clockSetAt = Number.NEGATIVE_INFINITY;
  /** Touches are carried out one after the other, each on what the one before has left. */
  #turn: Promise<void> = Promise.resolve();

  constructor(terminal: Terminal, stationIds: readonly string[], expo: boolean) {
    this.#terminal = terminal;
    this.#history = new History(terminal);
    this.expo = expo;
    this.stationIds = stationIds;
    this.finish = computed(() => (!expo && pass.value === 'on' ? 'ready' : 'served'));
    this.#all = computed(() => this.#merged());
    this.#pending = computed(() => this.#onTheirWay());
    this.cards = computed(() => {
      const cards = this.#cardsOf(({ open }) => open);
      return cards.filter((card) => !isFinished(card, this.finish.value));
    });
    this.alerts = computed(() => alertsOf(this.#all.value.filter(({ open }) => open)));
    this.recalls = computed(() => this.#recallable());
    this.trust = computed(() => this.#trusted());
    this.waiting = computed(() => {
      const ids = this.#entries().map(({ body }) => (body as Step['body']).ticketId);
      return new Set(ids).size;
    });
    this.#ends = [
      terminal.subscribe(() => this.#look()),
      effect(() => this.#history.want(this.#all.value.filter(({ open }) => open))),
      () => this.#history.close(),
    ];
    this.#look();
  }

  /** The card as it is now, on the board or bumped. */
  find(id: string): Card | undefined {
    const has = (card: Card) => card.id === id;
    return this.cards.value.find(has) ?? this.recalls.value.find(has);
  }

  /** Carries out a touch. @param plan asked when its turn has come: another touch may come before it */
  act(plan: () => readonly Step[]): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      try {
        for (const { type, body } of plan()) await this.#terminal.queue(type, body);
      } catch (error) {
        console.error(error);
        toast({ text: t('store.failed'), tone: 'bad' });
      }
    });
    return this.#turn;
  }

  /** These tickets are where a cook can see them. */
  shown(ticketIds: readonly string[]): void {
    this.#terminal.shown(ticketIds);
  }

  /** Lets the house hear of what the office changes. @returns ends that */
  tell(house: House): () => void {
    const terminal = this.#terminal;
    const ends = [
      ...NAMED.map((type) => terminal.on(type, () => house.askSoon())),
      terminal.on('outlet.changed', ({ data }) => house.set(data.outlet)),
      terminal.onSnapshot(() => house.missed()),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  async close(): Promise<void> {
    for (const end of this.#ends) end();
    await this.#terminal.close();
  }

  #look(): void {
    const { view } = this.#terminal;
    const serverNow = view.serverNow();
    if (serverNow !== null && performance.now() - this.#clockSetAt > SET_EVERY_MS) {
      this.#clockSetAt = performance.now();
      setClock(new Date(serverNow).toISOString());
    }
    this.#beat.value += 1;
    this.#settle();
  }

  /** All tickets of these stations that are known, with what was done here on top. */
  #merged(): readonly Ticket[] {
    void this.#beat.value;
    const { tickets, past } = this.#terminal.view.withPending();
    const all = new Map<string, Ticket>();
    const shown = [...past.tickets.values(), ...tickets.values()];
    for (const ticket of [...this.#history.tickets.value.values(), ...shown]) {
      const known = all.get(ticket.id);
      if (!known || ticket.rev >= known.rev) all.set(ticket.id, ticket);
    }
    const here = new Set<string | undefined>(this.stationIds);
    return [...all.values()].filter(
      ({ stationId, fallbackStationId }) => here.has(stationId) || here.has(fallbackStationId),
    );
  }

  #cardsOf(chosen: (ticket: Ticket) => boolean): Card[] {
    const all = this.#all.value;
    const others = all.filter((ticket) => !chosen(ticket));
    return cardsOf(all.filter(chosen), others, this.#pending.value);
  }

  #recallable(): readonly Card[] {
    const finish = this.finish.value;
    const done = this.#cardsOf(
      ({ kind, open, state }) =>
        kind !== 'void' && (!open || (finish === 'ready' && state === 'ready')),
    );
    const at = new Map(done.map((card) => [card.id, lastDone(card.tickets)]));
    return done
      .sort((a, b) => ((at.get(a.id) ?? '') < (at.get(b.id) ?? '') ? 1 : -1))
      .slice(0, RECALLS);
  }

  #trusted(): Trust {
    void this.#beat.value;
    // What was proven a while ago no longer is: looked at with every second.
    void now.value;
    const { view } = this.#terminal;
    const openMs = performance.now() - this.#openedAt;
    const trust = trustOf(view.status(), openMs, view.serverNow());
    // The same object as long as it says the same: it is looked at each second, and drawn when it changes.
    if (!isSame(trust, this.#trust)) this.#trust = trust;
    return this.#trust;
  }

  #entries() {
    void this.#beat.value;
    return this.#terminal.outbox.get().waiting.filter(({ type }) => type.startsWith('ticket.'));
  }

  #onTheirWay(): ReadonlySet<string> {
    const keys = new Set<string>();
    const tickets = new Map(this.#all.value.map((ticket) => [ticket.id, ticket]));
    for (const { body } of this.#entries()) {
      const { ticketId, lineId } = body as Step['body'];
      const lines = lineId ? [lineId] : tickets.get(ticketId)?.items.map((item) => item.lineId);
      for (const line of lines ?? []) keys.add(keyOf(ticketId, line));
    }
    return keys;
  }

  /** Tells of what the server refused. The screen shows by itself how things are. */
  #settle(): void {
    const { outbox } = this.#terminal;
    for (const letter of outbox.get().dead) {
      const { entry, problem } = letter;
      if (!isOurs(letter) || this.#told.has(entry.id)) continue;
      this.#told.add(entry.id);
      const { ticketId } = entry.body as Step['body'];
      const ticket = this.#all.value.find(({ id }) => id === ticketId);
      if (mustTell(letter, ticket)) {
        const why = problem?.code === 'wrong_step' ? t('refused.step') : wrongText(problem);
        const order = ticket?.orderNumber ?? 0;
        toast({
          text: problem ? t('refused', { order, why }) : t('unsent', { order }),
          tone: 'bad',
        });
      }
      outbox.discard(entry.id).catch((error: unknown) => console.error(error));
    }
  }
}

function isSame(a: Trust, b: Trust): boolean {
  return a.tone === b.tone && a.at === b.at && a.why === b.why;
}
