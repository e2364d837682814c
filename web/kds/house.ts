import { signal } from '@preact/signals';
import type { PageProps } from '../entry/entry.js';
import type { Named } from '../entry/session.js';

/** What tickets name by their ids. */
interface Known {
  readonly stations: readonly Named[];
  readonly tables: readonly Named[];
  readonly people: readonly Named[];
  /** Ages that colour a ticket. */
  readonly kitchen: { readonly warnMinutes: number; readonly lateMinutes: number };
}

/** Of a list that fits into one answer: no outlet has more. */
const ALL = { limit: 1000 } as const;
/** As the server has it where the office set nothing else. */
const MINUTES: Known['kitchen'] = { warnMinutes: 10, lateMinutes: 20 };
/** A person may have another name: no stream tells of people; ms. */
const AGAIN_MS = 5 * 60_000;
/** After a change all is read again, between one and two of these later: all displays hear of it at once; ms. */
const SOON_MS = 1_000;
/** What was read so lately is not read again for an id that nobody knows, or a snapshot; ms. */
const NOT_BEFORE_MS = 10_000;

/** The names of the outlet's stations, tables and people, kept for when the server is away. */
export class House {
  /** null: not known yet. */
  readonly known = signal<Known | null>(null);
  /** Why it could not be read, if it could not. */
  readonly wrong = signal<unknown>(null);
  readonly #session: PageProps['session'];
  readonly #outlet: string;
  #askedAt = Number.NEGATIVE_INFINITY;
  #turn = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(session: PageProps['session'], outlet: string) {
    this.#session = session;
    this.#outlet = outlet;
  }

  async open(): Promise<void> {
    const name = `kds/house/${this.#outlet}`;
    const kept = (await this.#session.store.kept(name)) as Known | undefined;
    if (kept && this.known.value === null) this.known.value = kept;
    this.#timer = setInterval(() => void this.ask(), AGAIN_MS);
    await this.ask();
  }

  get minutes(): Known['kitchen'] {
    return this.known.value?.kitchen ?? MINUTES;
  }

  close(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
  }

  /** The outlet was changed, which need not be of any interest here: it also counts the displays. */
  set({ kitchen = MINUTES }: { kitchen?: Known['kitchen'] }): void {
    const { warnMinutes, lateMinutes } = this.minutes;
    if (kitchen.warnMinutes !== warnMinutes || kitchen.lateMinutes !== lateMinutes) this.askSoon();
  }

  /** What went on for a while was not told; a display that comes up has just read all of it. */
  missed(): void {
    const late = performance.now() - this.#askedAt > NOT_BEFORE_MS;
    if (late || this.wrong.value !== null) this.askSoon();
  }

  /** Something is called or set otherwise now, and more of it may follow: reads all of it in a moment. */
  askSoon(): void {
    this.#soon ??= setTimeout(
      () => {
        this.#soon = undefined;
        void this.ask();
      },
      SOON_MS * (1 + Math.random()),
    );
  }

  /** Reads all names again; what cannot be read stays as it was. */
  async ask(): Promise<void> {
    this.#askedAt = performance.now();
    const turn = ++this.#turn;
    const { api, store } = this.#session;
    const here = { outlet: this.#outlet };
    try {
      const [outlet, stations, tables, people] = await Promise.all([
        api.query('outlet.read', {}, here),
        api.query('station.list', ALL, here),
        api.query('table.list', ALL, here),
        api.query('people.list', {}, here),
      ]);
      // What was asked later knows better, whichever is answered first.
      if (turn !== this.#turn) return;
      const known: Known = {
        kitchen: outlet.kitchen ?? MINUTES,
        stations: stations.data.map(named),
        tables: tables.data.map(named),
        people: people.data.map(named),
      };
      this.known.value = known;
      this.wrong.value = null;
      await store.keep(`kds/house/${this.#outlet}`, known);
    } catch (error) {
      if (turn === this.#turn) this.wrong.value = error;
    }
  }

  /** What a table or a person is called. Whoever is new is asked for, and has no name until then. */
  name(kind: 'stations' | 'tables' | 'people', id: string): string {
    const found = this.known.value?.[kind].find((one) => one.id === id);
    if (found) return found.name;
    if (this.known.value && performance.now() - this.#askedAt > NOT_BEFORE_MS) void this.ask();
    return '';
  }
}

function named({ id, name }: Named): Named {
  return { id, name };
}
