import { Closed } from '../problem.js';

/** An answer that somebody may come to ask for. */
interface Awaited {
  promise: Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: Error): void;
  /** Somebody has asked. */
  asked: boolean;
}

/** Answers kept for who asks only after they came. */
const KEPT = 1_000;

/** The answers to the commands that this program gave. Nobody has to wait for one. */
export class Answers {
  readonly #awaited = new Map<string, Awaited>();
  readonly #settled = new Set<string>();
  #closed = false;

  /** The answer to a command, now or when it comes. @throws Closed when it can come no more */
  of(id: string): Promise<unknown> {
    const awaited = this.#get(id);
    awaited.asked = true;
    return awaited.promise;
  }

  /** Whether somebody waits for it in vain so far. */
  awaits(id: string): boolean {
    return this.#awaited.get(id)?.asked === true && !this.#settled.has(id);
  }

  resolve(id: string, result: unknown): void {
    this.#get(id).resolve(result);
    this.#keep(id);
  }

  reject(id: string, error: Error): void {
    if (this.#settled.has(id)) return;
    this.#get(id).reject(error);
    this.#keep(id);
  }

  /** The program ends: the commands go on with the next one, but nobody here will hear of them. */
  abandon(): void {
    this.#closed = true;
    for (const [id, { reject }] of this.#awaited) if (!this.#settled.has(id)) reject(closed());
  }

  #get(id: string): Awaited {
    const known = this.#awaited.get(id);
    if (known) return known;
    let settle: Pick<Awaited, 'resolve' | 'reject'> | undefined;
    const promise = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    // A refusal that nobody asked about is in the dead letters; it is no defect of the program.
    promise.catch(() => undefined);
    const awaited = { promise, asked: false, ...(settle as Pick<Awaited, 'resolve' | 'reject'>) };
    this.#awaited.set(id, awaited);
    if (this.#closed) awaited.reject(closed());
    return awaited;
  }

  #keep(id: string): void {
    this.#settled.add(id);
    const [oldest] = this.#settled;
    if (this.#settled.size <= KEPT || oldest === undefined) return;
    this.#settled.delete(oldest);
    this.#awaited.delete(oldest);
  }
}

function closed(): Closed {
  return new Closed('the terminal');
}
