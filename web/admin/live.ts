import { signal } from '@preact/signals';
import { browserWorld } from '../../client/browser/world.js';
import { JSON_CODEC } from '../../client/codec.js';
import { Connection } from '../../client/connection.js';
import { Follower } from '../../client/follower.js';
import type { FrameOf, ServerFrame } from '../../client/frames.js';
import { Proof } from '../../client/proof.js';
import type { TokenProvider } from '../../client/tokens.js';
import { setClock } from '../state/clock.js';
import { History } from './operations/history.js';
import type { Ops } from './operations/ops.js';

/** Told of each event by its type; null where events may have been missed: anything may be another. */
type OnChange = (type: string | null) => void;

export interface LiveParts {
  tokens: TokenProvider;
  outlet: string;
}

/**
 * The outlet's stream, as the back office needs it: it holds no orders, but is told that something changed,
 * and asks again. The same socket carries the box's own figures for operators.
 */
export class Live {
  /** null: not asked yet, or not answered. */
  readonly operator = signal<boolean | null>(null);
  readonly ops = signal<Ops | null>(null);
  /** The box's last minutes, as far as anybody looked: it is there still when one comes back to it. */
  readonly history = new History();
  readonly #parts: LiveParts;
  readonly #follower = new Follower();
  readonly #proof = new Proof(browserWorld.clock);
  readonly #listeners = new Set<OnChange>();
  readonly #onCurrent = new Set<() => void>();
  /** This link has not proven yet that the page is current. */
  #unproven = false;
  #connection: Connection | null = null;
  #watching = 0;
  #began = false;

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#connection = this.#connected();
    this.#connection.start();
  }

  stop(): void {
    this.#connection?.stop();
  }

  onChange(listener: OnChange): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called when the page is proven current, for the first time or after the server was away. */
  onCurrent(listener: () => void): () => void {
    this.#onCurrent.add(listener);
    return () => this.#onCurrent.delete(listener);
  }

  /** Asks for the box's figures each second, until what it answers is called. */
  watch(): () => void {
    this.#watching += 1;
    this.#send(true);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#watching -= 1;
      if (this.#watching === 0) this.#send(false);
    };
  }

  /** What can be said of what is shown, at this moment. */
  state(): { state: 'connecting' | 'current' | 'behind' | 'offline'; at: string | null } {
    const { currentTo: at, behind } = this.#proof.freshness(this.#seq());
    if (!this.#connection?.link) return { state: at === null ? 'connecting' : 'offline', at };
    return { state: behind === null ? 'current' : at === null ? 'connecting' : 'behind', at };
  }

  #connected(): Connection {
    const options = {
      ...{ ...this.#parts, world: browserWorld, codec: JSON_CODEC, url: location.origin },
      audience: ['floor', 'bills'] as const,
      device: 'back office',
    };
    return new Connection(options, {
      begin: () => this.#follower.begin(),
      welcomed: (frame, hello) => {
        setClock(frame.serverTime);
        this.#follower.welcomed(frame.epoch);
        this.#proof.welcomed(frame, hello);
        this.#unproven = true;
        // Whether one is an operator, only the server knows: one look is asked for in any case.
        this.#send(true);
      },
      frame: (frame) => this.#take(frame),
      lost: () => undefined,
    });
  }

  #send(ops: boolean): void {
    this.#connection?.send({ t: 'watch', ops });
  }

  #seq(): number {
    return this.#follower.state.position?.seq ?? 0;
  }

  #take(frame: ServerFrame): void {
    if (frame.t === 'ops') this.#look(frame);
    else if (frame.t === 'err') this.#refused(frame);
    else if (frame.t === 'reset' || frame.t === 'ev' || frame.t === 'pos') this.#follow(frame);
  }

  #follow(frame: FrameOf<'reset' | 'ev' | 'pos'>): void {
    const verdict = this.#follower.take(frame);
    if (verdict === 'doubt') {
      this.#proof.doubt();
      this.#connection?.again();
      return;
    }
    this.#connection?.proven();
    if (frame.t === 'pos') {
      setClock(frame.at);
      this.#proof.told(frame, this.#seq());
    } else this.#proof.moved(this.#seq());
    if (verdict === 'taken') this.#tell(frame);
    if (this.#unproven && this.state().state === 'current') {
      this.#unproven = false;
      for (const listener of [...this.#onCurrent]) listener();
    }
  }

  #tell(frame: FrameOf<'reset' | 'ev' | 'pos'>): void {
    if (frame.t === 'pos') return;
    // The first snapshot is what has just been asked for anyway.
    if (frame.t === 'reset' && !this.#began) {
      this.#began = true;
      return;
    }
    for (const listener of [...this.#listeners]) listener(frame.t === 'ev' ? frame.type : null);
  }

  #look({ t: _, ...ops }: FrameOf<'ops'>): void {
    this.operator.value = true;
    // The look that only asked who we are is no begin of a curve.
    if (this.#watching > 0) this.history.add(ops);
    this.ops.value = ops;
    // Somebody who left meanwhile, or the look that only asked who we are.
    if (this.#watching === 0) this.#send(false);
  }

  #refused({ id, problem }: FrameOf<'err'>): void {
    if (id === null && problem.code === 'forbidden') this.operator.value = false;
  }
}
