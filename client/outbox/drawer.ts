import type { DeviceStore } from '../storage.js';
import type { DeadLetter, Entry, OutboxState } from './entry.js';

type Draft = Omit<Entry, 'place'>;

interface Adding {
  draft: Draft;
  resolve(entry: Entry): void;
  reject(error: unknown): void;
}

/** Where the entries of an outlet lie in the device's store: by their places, which only ever count up. */
export class Drawer {
  readonly #store: DeviceStore;
  readonly #outlet: string;
  /** What is to be stored together with the next write. */
  #adding: Adding[] = [];
  #writing = false;

  constructor(store: DeviceStore, outlet: string) {
    this.#store = store;
    this.#outlet = outlet;
  }

  holds(keys: readonly string[]): boolean {
    return keys.some((key) => key.startsWith(this.#waiting('')) || key.startsWith(this.#dead('')));
  }

  async read(): Promise<Pick<OutboxState, 'waiting' | 'dead'>> {
    const [waiting, dead] = await Promise.all([
      this.#store.list(this.#waiting('')),
      this.#store.list(this.#dead('')),
    ]);
    return {
      waiting: waiting.map(([, entry]) => entry as Entry),
      dead: dead.map(([, letter]) => letter as DeadLetter),
    };
  }

  /**
   * Gives the entry its place, behind all others, and stores it. Those that come at once are one write: no crash
   * leaves an order whose send was given with it and is not there.
   */
  add(draft: Draft): Promise<Entry> {
    return new Promise((resolve, reject) => {
      this.#adding.push({ draft, resolve, reject });
      if (this.#writing) return;
      this.#writing = true;
      queueMicrotask(() => void this.#write());
    });
  }

  async remove(entries: readonly Entry[]): Promise<void> {
    const gone = entries.map((entry) => [this.#waiting(entry.place), undefined] as const);
    await this.#store.update([], () => gone);
  }

  async bury(letters: readonly DeadLetter[]): Promise<void> {
    const changes = letters.flatMap((letter) => [
      [this.#waiting(letter.entry.place), undefined] as const,
      [this.#dead(letter.entry.place), letter] as const,
    ]);
    await this.#store.update([], () => changes);
  }

  async discard(letters: readonly DeadLetter[]): Promise<void> {
    const gone = letters.map(({ entry }) => [this.#dead(entry.place), undefined] as const);
    await this.#store.update([], () => gone);
  }

  /** Stores the drafts in the place of the letters, as one change. */
  async revive(letters: readonly DeadLetter[], drafts: readonly Draft[]): Promise<Entry[]> {
    return await this.#place(drafts, letters);
  }

  /** Puts entries back where they were. */
  async restore(entries: readonly Entry[]): Promise<void> {
    const back = entries.map((entry) => [this.#waiting(entry.place), entry] as const);
    await this.#store.update([], () => back);
  }

  /** Puts entries in the place of what they were, as far as they still wait. */
  async renew(entries: readonly Entry[]): Promise<void> {
    const keys = entries.map(({ place }) => this.#waiting(place));
    await this.#store.update(keys, (values) =>
      entries.flatMap((entry, at) =>
        values[at] === undefined ? [] : [[this.#waiting(entry.place), entry] as const],
      ),
    );
  }

  async #write(): Promise<void> {
    while (this.#adding.length > 0) {
      const adding = this.#adding;
      this.#adding = [];
      try {
        const entries = await this.#place(adding.map(({ draft }) => draft));
        adding.forEach(({ resolve }, at) => {
          const entry = entries[at];
          if (entry) resolve(entry);
        });
      } catch (error) {
        for (const { reject } of adding) reject(error);
      }
    }
    this.#writing = false;
  }

  async #place(drafts: readonly Draft[], instead: readonly DeadLetter[] = []): Promise<Entry[]> {
    const last = `last/${this.#outlet}`;
    let entries: Entry[] = [];
    await this.#store.update([last], ([value]) => {
      const before = typeof value === 'number' ? value : 0;
      entries = drafts.map((draft, at) => ({ ...draft, place: before + at + 1 }));
      return [
        [last, before + entries.length],
        ...instead.map(({ entry }) => [this.#dead(entry.place), undefined] as const),
        ...entries.map((entry) => [this.#waiting(entry.place), entry] as const),
      ];
    });
    return entries;
  }

  #waiting(place: number | ''): string {
    return `out/${this.#outlet}/${padded(place)}`;
  }

  #dead(place: number | ''): string {
    return `dead/${this.#outlet}/${padded(place)}`;
  }
}

/** Keys sort as the places do. */
function padded(place: number | ''): string {
  return String(place).padStart(place === '' ? 0 : 12, '0');
}
