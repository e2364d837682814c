import { KotdError } from '../domain/errors.js';
import type { Ops } from '../domain/shapes/ops.js';
import type { Vitals } from '../ops/live/vitals.js';
import type { ToPrimary, ToWorker } from './messages.js';
import { Questions } from './questions.js';

/** Milliseconds for the primary to answer: it gives each worker most of a second. */
const PATIENCE_MS = 5000;

type FromPrimary = Extract<ToWorker, { kind: 'vitalsWanted' | 'ops' }>;

/** A worker's part in seeing how the box does: it says how it does itself, and hears of the whole. */
export class OpsLink {
  readonly #post: (message: ToPrimary) => void;
  readonly #questions = new Questions<Ops | null>();
  #vitals: (() => Promise<Vitals>) | null = null;
  #listener: (ops: Ops) => void = () => undefined;

  constructor(post: (message: ToPrimary) => void) {
    this.#post = post;
  }

  /** `source` measures this worker. */
  onVitalsAsk(source: () => Promise<Vitals>): void {
    this.#vitals = source;
  }

  /** Whether somebody here watches: `onOps` then hears it at once, and every second. */
  watch(on: boolean): void {
    this.#post({ kind: 'opsWatched', on });
  }

  onOps(listener: (ops: Ops) => void): void {
    this.#listener = listener;
  }

  /**
   * How the box does now.
   * @throws KotdError deadline_passed when the primary does not say it in time
   */
  async now(patienceMs = PATIENCE_MS): Promise<Ops> {
    const ask = (id: number) => this.#post({ kind: 'opsPlease', id });
    const ops = await this.#questions.ask(ask, patienceMs);
    if (ops) return ops;
    throw new KotdError('deadline_passed', { detail: 'The primary does not say it' });
  }

  receive(message: FromPrimary): void {
    if (message.kind === 'vitalsWanted') void this.#answer(message.id);
    else if (message.id !== null) this.#questions.answer(message.id, message.ops);
    else if (message.ops) this.#listener(message.ops);
  }

  async #answer(id: number): Promise<void> {
    try {
      const vitals = await this.#vitals?.();
      if (vitals) this.#post({ kind: 'vitals', id, vitals });
    } catch (error) {
      // Whoever looks must not end a worker; the primary sees that the answer is missing.
      process.emitWarning(error as Error);
    }
  }
}
