import { effect } from '@preact/signals';
import type { Alert, Card } from './cards.js';
import type { Kitchen } from './kitchen.js';
import type { Ticket } from './tickets.js';

/** Whoever touches or presses so soon after a void came up meant what was there before; ms. */
const READ_MS = 700;
const STRIP = 'strip';

/**
 * Since when each void is where a cook can read it: on its card, and below the board, where they are told one after
 * the other. Before that time is over none can be noted, by whatever finger or key.
 */
export class Reading {
  #places: ReadonlyMap<string, { voids: string; since: number }> = new Map();

  /** Follows what is on the screen. @returns ends that */
  follow({ alerts, cards }: Pick<Kitchen, 'alerts' | 'cards'>): () => void {
    return effect(() => {
      const [alert] = alerts.value;
      const strip = [STRIP, namesOf(alert?.tickets ?? [])] as const;
      const places = [strip, ...cards.value.map(({ id, voids }) => [id, namesOf(voids)] as const)];
      const before = this.#places;
      this.#places = new Map(
        places.map(([place, voids]) => {
          const known = before.get(place);
          const same = known?.voids === voids;
          return [place, same ? known : { voids, since: performance.now() }];
        }),
      );
    });
  }

  isAlertRead({ tickets }: Alert): boolean {
    return this.#isRead(STRIP, tickets);
  }

  isCardRead({ id, voids }: Card): boolean {
    return this.#isRead(id, voids);
  }

  #isRead(place: string, tickets: readonly Ticket[]): boolean {
    const known = this.#places.get(place);
    if (known?.voids !== namesOf(tickets)) return false;
    return performance.now() - known.since >= READ_MS;
  }
}

function namesOf(tickets: readonly Ticket[]): string {
  return tickets.map(({ id }) => id).join(' ');
}
