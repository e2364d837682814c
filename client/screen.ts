import type { Mark } from './clock.js';
import type { Connection, ConnectionState } from './connection.js';
import { Follower, type Verdict } from './follower.js';
import type { FrameOf, Position } from './frames.js';
import { Listeners, type Readable } from './listeners.js';
import { shownWith, type Shown } from './overlay.js';
import type { Catalog } from './catalog.js';
import type { Entry, OutboxState } from './outbox/entry.js';
import { pictureOf, stateOf } from './picture.js';
import type { Cancel, World } from './ports.js';
import { Proof } from './proof.js';
import type { State } from './state.js';
import type { DeviceStore } from './storage.js';
import type { Status, View } from './view.js';

/** A changed state is kept after this long at the latest; ms. */
const KEEP_AFTER_MS = 2_000;
/** The picture of the server's time: of the device, whatever it listens to. */
const HEARD = 'heard';

export interface ScreenParts {
  world: World;
  store: DeviceStore;
  /** Names the picture that is kept: another outlet or audience is another view. */
  name: string;
  connection(): Connection;
  outbox: Readable<OutboxState>;
  catalog: Readable<Catalog>;
}

/** The view, and what keeps it live: frames go in, and what is known is kept for the next start. */
export class Screen implements View {
  readonly #parts: ScreenParts;
  readonly #follower: Follower;
  readonly #proof: Proof;
  /** The server's time when a program on this device last heard of it. */
  readonly #heardAt: number;
  readonly #changed = new Listeners();
  #keeping: Cancel | null = null;
  #shown: { from: readonly unknown[]; shown: Shown } | null = null;
  #status: Status | null = null;
  /** Commands that were told to be a trouble. */
  readonly #troubles = new Set<string>();

  private constructor(parts: ScreenParts, picture: unknown, heard: unknown) {
    this.#parts = parts;
    this.#heardAt = typeof heard === 'number' ? heard : 0;
    this.#follower = new Follower(stateOf(picture));
    this.#proof = new Proof(parts.world.clock);
  }

  /** The view as it was kept: a reload without a network shows what was there. */
  static async open(parts: ScreenParts): Promise<Screen> {
    const { store, name } = parts;
    return new Screen(parts, await store.kept(name), await store.kept(HEARD));
  }

  get(): State {
    return this.#follower.state;
  }

  subscribe(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  withPending(): Shown {
    const [state, outbox, catalog] = [
      this.get(),
      this.#parts.outbox.get(),
      this.#parts.catalog.get(),
    ];
    const from = [state, outbox, catalog];
    if (!this.#shown || this.#shown.from.some((one, at) => one !== from[at])) {
      const shown = shownWith(state, outbox, catalog, (error, entry) => this.#tell(error, entry));
      this.#shown = { from, shown };
    }
    return this.#shown.shown;
  }

  status(): Status {
    const { phase, problem }: ConnectionState = this.#parts.connection().get();
    const live = this.#parts.connection().link !== null;
    const { currentTo, behind } = this.#proof.freshness(this.seq);
    const status = { connection: phase, offline: !live, currentTo, behind, problem };
    if (!this.#status || !sameStatus(this.#status, status)) this.#status = status;
    return this.#status;
  }

  get currentTo(): string | null {
    return this.status().currentTo;
  }

  get behind(): Status['behind'] {
    return this.status().behind;
  }

  get offline(): boolean {
    return this.status().offline;
  }

  serverNow(): number | null {
    return this.#proof.serverNow();
  }

  /**
   * The server's time as well as this device knows it, ms since 1970. A tablet whose battery was empty may wake up
   * in 1970: before the server was heard it is at least as late as when it was last heard.
   */
  now(): number {
    return this.serverNow() ?? Math.max(this.#parts.world.clock.now(), this.#heardAt);
  }

  /** How far along the stream the view is; 0 before anything was heard. */
  get seq(): number {
    return this.get().position?.seq ?? 0;
  }

  begin(): Position | null {
    return this.#follower.begin();
  }

  welcomed(frame: FrameOf<'welcome'>, hello: Mark): void {
    this.#follower.welcomed(frame.epoch);
    this.#proof.welcomed(frame, hello);
  }

  take(frame: FrameOf<'reset' | 'ev' | 'pos'>): Verdict {
    const before = this.get();
    const verdict = this.#follower.take(frame);
    if (verdict === 'doubt') this.#proof.doubt();
    else if (verdict === 'taken' && frame.t === 'pos') this.#proof.told(frame, this.seq);
    else this.#proof.moved(this.seq);
    if (this.get() !== before) {
      this.#keepSoon();
      this.#changed.tell();
    }
    return verdict;
  }

  /** Keeps the state now: the page is about to go. */
  async keep(): Promise<void> {
    this.#keeping?.();
    this.#keeping = null;
    const { store, name } = this.#parts;
    const [picture, heard] = [pictureOf(this.get()), this.serverNow()];
    try {
      await Promise.all([
        picture && store.keep(name, picture),
        heard !== null && store.keep(HEARD, heard),
      ]);
    } catch (error) {
      this.#parts.world.trouble(error, 'keep the view');
    }
  }

  /** Once for each command: the screen is drawn all the time. */
  #tell(error: unknown, { id, type }: Entry): void {
    if (this.#troubles.has(id)) return;
    this.#troubles.add(id);
    this.#parts.world.trouble(error, `show what ${type} will do`);
  }

  #keepSoon(): void {
    this.#keeping ??= this.#parts.world.clock.after(KEEP_AFTER_MS, () => void this.keep());
  }
}

function sameStatus(a: Status, b: Status): boolean {
  return (
    a.connection === b.connection &&
    a.offline === b.offline &&
    a.currentTo === b.currentTo &&
    a.problem === b.problem &&
    a.behind?.events === b.behind?.events &&
    a.behind?.since === b.behind?.since &&
    (a.behind === null) === (b.behind === null)
  );
}
