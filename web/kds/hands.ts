import { signal } from '@preact/signals';
import type { Alert, Card, Dish } from './cards.js';
import type { Kitchen } from './kitchen.js';
import { movedFrom, notedOf, withNoted } from './moves.js';
import { Reading } from './reading.js';
import { moves } from './settings.js';
import { bumped, noted, started, touchDish, undone } from './steps.js';
import type { Ticket } from './tickets.js';

/** What cooks do at the screen, by touch or by keys, and where the keys are. */
export class Hands {
  /** The card that the keys are about, and the dish of it; null: the whole card. */
  readonly card = signal<string | null>(null);
  readonly dish = signal<string | null>(null);
  /** Ids of the cards as they lie on the board, without the places that are empty. */
  order: readonly string[] = [];
  readonly #kitchen: Kitchen;
  readonly #reading = new Reading();

  constructor(kitchen: Kitchen) {
    this.#kitchen = kitchen;
  }

  /** Follows what there is to read on the screen. @returns ends that */
  follow(): () => void {
    return this.#reading.follow(this.#kitchen);
  }

  choose(id: string | null): void {
    this.card.value = id;
    this.dish.value = null;
  }

  /** To another card: so many further on, or back. */
  move(by: number): void {
    const at = this.card.value === null ? -1 : this.order.indexOf(this.card.value);
    const to = at < 0 ? (by > 0 ? 0 : this.order.length - 1) : at + by;
    const id = this.order[Math.max(0, Math.min(to, this.order.length - 1))];
    if (id !== undefined) this.choose(id);
  }

  /** To another dish of the card; back from the first one is the whole card. */
  moveWithin(by: number): void {
    this.#onChosen(({ dishes }) => {
      const at = dishes.findIndex(({ key }) => key === this.dish.value);
      const to = Math.min(at + by, dishes.length - 1);
      this.dish.value = to < 0 ? null : (dishes[to]?.key ?? null);
    });
  }

  /** The key for "done". What was taken back is noted first. */
  bumpChosen(): void {
    this.#onChosen((card, dish) => {
      if (card.voids.length > 0) this.noteCard(card);
      else this.bump(card, dish);
    });
  }

  startChosen(): void {
    this.#onChosen((card, dish) => this.start(card, dish));
  }

  /** Calls back what was bumped last. */
  recallLast(): void {
    const [last] = this.#kitchen.recalls.value;
    if (last) this.recall(last);
  }

  /** Notes the oldest void, or else the move of the card that is chosen or of the first that moved. */
  noteFirst(): void {
    const [alert] = this.#kitchen.alerts.value;
    const known = notedOf(moves.value);
    const moved = this.#kitchen.cards.value.filter((card) => movedFrom(card, known) !== undefined);
    const card = moved.find(({ id }) => id === this.card.value) ?? moved[0];
    if (alert) this.noteAlert(alert);
    else if (card) this.noteMove(card);
  }

  bump(card: Card, dish: Dish | null): void {
    if (dish === null) this.#leave(card.id);
    this.#act(card, (now) => bumped(now, same(now, dish), this.#kitchen.finish.value));
  }

  start(card: Card, dish: Dish | null): void {
    this.#act(card, (now) => started(now, same(now, dish)));
  }

  /** A touch on a dish: begun, done, and then back. */
  touch(card: Card, dish: Dish): void {
    const { finish, expo } = this.#kitchen;
    this.#act(card, (now) => {
      const found = same(now, dish);
      return found ? touchDish(now, found, finish.value, expo) : [];
    });
  }

  /** Notes what is told below the board, if it can have been read. */
  noteAlert(alert: Alert): void {
    if (this.#reading.isAlertRead(alert)) this.#note(alert.tickets);
  }

  /** Notes what was taken back of a card, if it can have been read. */
  noteCard(card: Card): void {
    if (this.#reading.isCardRead(card)) this.#note(card.voids);
  }

  noteMove(card: Card): void {
    const known = notedOf(moves.value);
    moves.value = JSON.stringify(withNoted(known, card, this.#kitchen.cards.value));
  }

  recall(card: Card): void {
    this.#act(card, (now) => now.tickets.flatMap((ticket) => undone(ticket)));
  }

  #note(voids: readonly Ticket[]): void {
    void this.#kitchen.act(() => {
      const { alerts, cards } = this.#kitchen;
      const open = new Set(alerts.value.flatMap(({ tickets }) => tickets.map(({ id }) => id)));
      // Another touch may have noted it already.
      return noted(
        voids.filter(({ id }) => open.has(id)),
        cards.value,
      );
    });
  }

  #act(card: Card, plan: (now: Card) => ReturnType<typeof bumped>): void {
    void this.#kitchen.act(() => {
      const now = this.#kitchen.find(card.id);
      return now ? plan(now) : [];
    });
  }

  /** With the card and the dish that the keys are about; where there is none, the first card is chosen. */
  #onChosen(run: (card: Card, dish: Dish | null) => void): void {
    const id = this.card.value;
    const card = id !== null && this.order.includes(id) ? this.#kitchen.find(id) : undefined;
    if (!card) this.choose(this.order[0] ?? null);
    else run(card, card.dishes.find(({ key }) => key === this.dish.value) ?? null);
  }

  /** The keys go on to the card after one that leaves. */
  #leave(id: string): void {
    if (this.card.value !== id) return;
    const at = this.order.indexOf(id);
    this.choose(this.order[at + 1] ?? this.order[at - 1] ?? null);
  }
}

function same(card: Card, dish: Dish | null): Dish | null {
  return dish && (card.dishes.find(({ key }) => key === dish.key) ?? null);
}
