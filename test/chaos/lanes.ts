import { randomUUID } from 'node:crypto';
import type { House } from '../../demo/house.js';
import type { Dinner } from './fault.js';

/**
 * Guests who take their food away from the other outlet: each lane places one order after the other and
 * writes down what was answered. The dinner's own outlet comes to rest when its evening ends.
 */
export class Lanes implements Dinner {
  readonly #lanes: Promise<void>[];
  readonly #placed: string[] = [];
  #open = true;

  constructor(house: House, count: number) {
    this.#lanes = Array.from({ length: count }, () => this.#lane(house));
    // One that gives up is told of by `close`; until then it must not end the process.
    for (const lane of this.#lanes) lane.catch(() => undefined);
  }

  get placed(): number {
    return this.#placed.length;
  }

  /** Waits for the answers that are due; answers the ids of all orders that were acknowledged. */
  async close(): Promise<readonly string[]> {
    this.#open = false;
    await Promise.all(this.#lanes);
    return this.#placed;
  }

  async #lane(house: House): Promise<void> {
    const outlet = house.outlets[1] ?? '';
    const [item] = (await house.menu(outlet)).items;
    const lines = [{ itemId: item?.id, quantity: 1 }];
    while (this.#open) {
      const id = randomUUID();
      await house.post(outlet, '/orders', { type: 'takeaway', lines }, id);
      this.#placed.push(id);
    }
  }
}
