import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../db/store.js';
import { BusTrust } from './bus-trust.js';
import { Lanes } from './lanes.js';
import { RecentPeak } from './recent-peak.js';
import type { RealtimeSettings } from './settings.js';
import type { Head, Stream } from './stream.js';

/** Streams asked about in one question. */
const SLICE = 500;
/** Streams whose screens are told in one turn of the event loop: commands must not wait for all. */
const TOLD_AT_ONCE = 50;
/** Streams that fetch events at the same time: connections must be left for the commands. */
const REPAIRS = 32;

export interface LookoutParts {
  store: Pick<Store, 'positions'>;
  settings: RealtimeSettings;
  /** What went wrong in the background; a later look tries again. */
  failed(error: unknown, what: string): void;
}

export interface LookoutCounts {
  /** Questions for the positions of a slice of the streams, and those that got no answer. */
  looks: number;
  failed: number;
  /** Looks that found events which a healthy bus had not brought in time. */
  wanting: number;
  /** The bus proves that it works, and was not found wanting lately: looks are rare. */
  trusted: boolean;
  /** The longest look of the last minute or two, one that is under way included. */
  slowestSeconds: number;
}

interface Watch {
  readonly stream: Stream;
  /** When its screens were told that they are current. */
  toldAt: number;
  /** It waits for the bus, or fetches what the bus did not bring. */
  mending: boolean;
}

interface Late {
  readonly watch: Watch;
  readonly head: Head;
}

/**
 * Compares the streams of a worker with the store, all in turn, a slice at a time and the slices
 * spread over the interval. So what the bus lost is found, and the screens can be told how far the
 * store is. They are told nothing but heads that were read: while the store does not answer, no
 * news comes, and by that the screens notice.
 */
export class Lookout {
  readonly #parts: LookoutParts;
  readonly #bus: BusTrust;
  readonly #watches = new Map<Stream, Watch>();
  readonly #repairs = new Lanes(REPAIRS);
  readonly #slowest = new RecentPeak();
  /** Those whose turn is still to come. A stream that is opened meanwhile comes last in it. */
  #round: Iterator<Watch> = [].values();
  #timer: NodeJS.Timeout | null = null;
  /** When the look that is under way began. */
  #began: number | null = null;
  /** The next look is due when the share of the interval that these streams have is over. */
  #last = { at: 0, streams: 0 };
  #looks = 0;
  #failed = 0;

  constructor(parts: LookoutParts) {
    this.#parts = parts;
    this.#bus = new BusTrust(parts.settings.waryMs);
  }

  /** @param stream open */
  watch(stream: Stream): void {
    const { positionChecks, heartbeatMs } = this.#parts.settings;
    if (!positionChecks || heartbeatMs === 0) return;
    if (this.#watches.size === 0) this.#last = { at: performance.now(), streams: 1 };
    const toldAt = Number.NEGATIVE_INFINITY;
    this.#watches.set(stream, { stream, toldAt, mending: false });
    this.#schedule();
  }

  forget(stream: Stream): void {
    this.#watches.delete(stream);
    if (this.#watches.size === 0) this.#cancel();
  }

  /** Whether the bus proves that it works. When it no longer does, a look comes at once. */
  trust(healthy: boolean): void {
    if (this.#bus.report(healthy)) this.hurry();
  }

  /** Looks at once, and then as often as before. */
  hurry(): void {
    this.#last = { at: performance.now(), streams: 0 };
    this.#schedule();
  }

  counts(): LookoutCounts {
    const now = performance.now();
    const underWay = this.#began === null ? 0 : now - this.#began;
    return {
      looks: this.#looks,
      failed: this.#failed,
      wanting: this.#bus.foundWanting,
      trusted: this.#bus.holds,
      slowestSeconds: Math.max(this.#slowest.at(now), underWay) / 1000,
    };
  }

  /** Between two looks at the same stream; ms. */
  get #interval(): number {
    return this.#bus.holds ? this.#parts.settings.heartbeatMs : this.#often;
  }

  get #often(): number {
    const { heartbeatMs, lookMs } = this.#parts.settings;
    return Math.min(heartbeatMs, lookMs);
  }

  /** One look is under way at a time: a slow store is asked more seldom, and never twice at once. */
  #schedule(): void {
    this.#cancel();
    if (this.#began !== null || this.#watches.size === 0) return;
    const { at, streams } = this.#last;
    const due = at + (this.#interval * streams) / this.#watches.size;
    this.#timer = setTimeout(() => void this.#look(), Math.max(0, due - performance.now()));
  }

  #cancel(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #look(): Promise<void> {
    const began = performance.now();
    this.#began = began;
    this.#looks++;
    const slice = this.#nextSlice();
    this.#last = { at: began, streams: slice.length };
    const learning = slice.map(({ stream }) => stream.asking());
    try {
      const positions = await this.#parts.store.positions(slice.map(({ stream }) => stream.scope));
      await this.#compare(slice, (i) => {
        const position = positions[i];
        return (position && learning[i]?.(position)) ?? null;
      });
    } catch (error) {
      this.#failed++;
      this.#parts.failed(error, 'look at the streams');
      // Whoever is in trouble is not asked about each slice.
      this.#last = { at: began + this.#often, streams: 0 };
    }
    this.#slowest.note(performance.now() - began, began);
    this.#began = null;
    this.#schedule();
  }

  #nextSlice(): Watch[] {
    const slice: Watch[] = [];
    let next = this.#round.next();
    if (next.done) {
      this.#round = this.#watches.values();
      next = this.#round.next();
    }
    while (!next.done) {
      slice.push(next.value);
      if (slice.length === SLICE) break;
      next = this.#round.next();
    }
    return slice;
  }

  /** @param learn takes the answer in; null when it is of another stream than before */
  async #compare(slice: readonly Watch[], learn: (i: number) => Head | null): Promise<void> {
    const late: Late[] = [];
    for (const [i, watch] of slice.entries()) {
      if (i % TOLD_AT_ONCE === TOLD_AT_ONCE - 1) await nextTurn();
      this.#guard(() => {
        const head = learn(i);
        if (!head || watch.mending) return;
        if (watch.stream.lacks(head)) late.push({ watch, head });
        else this.#tell(watch, head);
      });
    }
    if (late.length === 0) return;
    for (const { watch } of late) watch.mending = true;
    // What was committed a moment ago is on its way, if the bus is any good.
    if (this.#bus.healthy) setTimeout(() => this.#judge(late), this.#parts.settings.busGraceMs);
    else this.#mend(late);
  }

  #judge(late: readonly Late[]): void {
    const lost = late.some(({ watch, head }) => this.#watched(watch) && watch.stream.lacks(head));
    if (lost && this.#bus.healthy) {
      this.#bus.wanting();
      this.#schedule();
    }
    this.#mend(late);
  }

  #mend(late: readonly Late[]): void {
    for (const { watch, head } of late) {
      this.#repairs.add(async () => {
        if (this.#watched(watch)) {
          await watch.stream.reach(head);
          this.#guard(() => this.#tell(watch, head));
        }
        watch.mending = false;
      });
    }
  }

  #watched(watch: Watch): boolean {
    return this.#watches.get(watch.stream) === watch;
  }

  /** At every heartbeat; who was told to be behind is told at the next look how it is now. */
  #tell(watch: Watch, head: Head): void {
    const now = performance.now();
    const { heartbeatMs } = this.#parts.settings;
    // Looks are not punctual: the one nearest to the heartbeat is as good.
    if (now - watch.toldAt < heartbeatMs - this.#interval / 2) return;
    watch.stream.announce(head);
    watch.toldAt = watch.stream.lacks(head) ? Number.NEGATIVE_INFINITY : now;
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#parts.failed(error, 'tell where the stream is');
    }
  }
}
