import { KotdError } from '../domain/errors.js';
import type { Ops } from '../domain/shapes/ops.js';
import type { Principal } from '../handlers/auth/principal.js';
import type { Codec } from './codec.js';
import type { ServerFrame } from './frames.js';

/** Where a worker hears how the box does. */
export interface OpsSource {
  /** Whether this person runs the box. */
  mayWatch(principal: Principal): Promise<boolean>;
  /** Whether anybody here watches; if so the feed is told every second. */
  watch(on: boolean): void;
}

/** A socket, as far as it watches. */
interface Watcher {
  readonly codec: Codec;
  readonly open: boolean;
  deliver(frames: readonly Uint8Array[]): void;
}

/** Who in this worker watches how the box does. While nobody does, nothing is measured and nothing is sent. */
export class OpsFeed {
  readonly #source: OpsSource;
  readonly #watchers = new Set<Watcher>();
  /** What was told last, for who comes between two tellings. */
  #latest: Ops | null = null;

  constructor(source: OpsSource) {
    this.#source = source;
  }

  /** @throws KotdError `forbidden` for whoever does not run the box */
  async watch(watcher: Watcher, principal: Principal): Promise<void> {
    if (!(await this.#source.mayWatch(principal))) throw new KotdError('forbidden');
    if (!watcher.open || this.#watchers.has(watcher)) return;
    this.#watchers.add(watcher);
    if (this.#watchers.size === 1) this.#source.watch(true);
    else if (this.#latest) deliver(this.#latest, [watcher]);
  }

  leave(watcher: Watcher): void {
    if (!this.#watchers.delete(watcher) || this.#watchers.size > 0) return;
    this.#latest = null;
    this.#source.watch(false);
  }

  tell(ops: Ops): void {
    if (this.#watchers.size === 0) return;
    this.#latest = ops;
    deliver(ops, this.#watchers);
  }
}

/** Each way of writing the frame is written once. */
function deliver(ops: Ops, watchers: Iterable<Watcher>): void {
  const frame: ServerFrame = { t: 'ops', ...ops };
  const written = new Map<Codec, Uint8Array>();
  for (const watcher of watchers) {
    const { codec } = watcher;
    const bytes = written.get(codec) ?? codec.encode(frame);
    written.set(codec, bytes);
    watcher.deliver([bytes]);
  }
}
