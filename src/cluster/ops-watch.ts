import type { Logger } from 'pino';
import type { Ops } from '../domain/shapes/ops.js';
import { Alerts } from '../ops/live/alerts.js';
import { type BoxFacts, liveOps } from '../ops/live/live.js';
import type { Sample, WorkerSample } from '../ops/live/sample.js';
import type { Vitals } from '../ops/live/vitals.js';
import type { Member } from './member.js';
import { Scrape } from './scrape.js';

/** How often those who watch are told; ms. */
const EVERY_MS = 1_000;
/** How long a worker may take to answer: less than the time between two looks; ms. */
const PATIENCE_MS = 800;
/** Rates are over so much time while somebody watches; ms. */
const WINDOW_MS = 10_000;

type Watched = Pick<Member, 'id' | 'number' | 'state' | 'post'>;

export interface OpsWatchParts {
  /** Workers that serve, those that drain included. */
  serving(): readonly Watched[];
  facts(): Promise<BoxFacts>;
  /** Of all processors, idle and altogether, in any unit. */
  cpu(): Sample['cpu'];
  /** Milliseconds, never going back. */
  clock(): number;
  log: Logger;
  everyMs?: number;
}

/**
 * Looks how the box does: every second while a worker has somebody who watches, else only when it is
 * asked. Workers measure only what they are asked for, so that nobody pays for what nobody sees.
 */
export class OpsWatch {
  readonly #parts: OpsWatchParts;
  readonly #watching = new Set<Watched>();
  readonly #alerts = new Alerts();
  /** The newest last; besides it those of the window, and one from before. */
  #samples: Sample[] = [];
  #timer: NodeJS.Timeout | null = null;
  #scrape: Scrape<Vitals> | null = null;
  #lastScrape = 0;
  #looking: Promise<Ops | null> | null = null;
  #telling = false;

  constructor(parts: OpsWatchParts) {
    this.#parts = parts;
  }

  /** Somebody begins to watch at this worker, or the last one there ceased to. */
  watched(member: Watched, on: boolean): void {
    if (!on) this.#watching.delete(member);
    else if (member.state !== 'gone') this.#watching.add(member);
    if (this.#watching.size === 0) this.#stop();
    else this.#begin();
    if (on) void this.#tell();
  }

  left(member: Watched): void {
    this.#scrape?.left(member.id);
    this.watched(member, false);
  }

  hear(member: Watched, id: number, vitals: Vitals): void {
    this.#scrape?.hear(member.id, id, vitals);
  }

  async answer(member: Watched, id: number): Promise<void> {
    member.post({ kind: 'ops', id, ops: await this.#look() });
  }

  #begin(): void {
    const everyMs = this.#parts.everyMs ?? EVERY_MS;
    this.#timer ??= setInterval(() => void this.#tell(), everyMs).unref();
  }

  #stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Each look is told once, however long it takes. */
  async #tell(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    const ops = await this.#look();
    this.#telling = false;
    for (const member of this.#watching) member.post({ kind: 'ops', id: null, ops });
  }

  /** One look at a time: whoever asks meanwhile gets what it finds. Never rejects, since that would end the box. */
  #look(): Promise<Ops | null> {
    this.#looking ??= this.#find()
      .catch((error: unknown) => {
        this.#parts.log.error({ err: error }, 'cannot see how the box does');
        return null;
      })
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  async #find(): Promise<Ops> {
    const members = this.#parts.serving();
    const scrape = new Scrape<Vitals>(++this.#lastScrape, members, PATIENCE_MS, 'vitalsWanted');
    this.#scrape = scrape;
    const [{ answers }, facts] = await Promise.all([scrape.done, this.#parts.facts()]);
    this.#scrape = null;
    const now = this.#sample(members, answers);
    const ops = liveOps(now, this.#baseline(now), facts);
    this.#samples.push(now);
    return { ...ops, alerts: this.#alerts.judge(ops) };
  }

  /** Whoever is silent counts with what it said last: what only grows must not seem to fall. */
  #sample(members: readonly Watched[], answers: ReadonlyMap<number, Vitals>): Sample {
    const before = this.#samples.at(-1);
    const workers = new Map<number, WorkerSample>();
    for (const { id, number: worker, state } of members) {
      const vitals = answers.get(id) ?? before?.workers.get(id)?.vitals;
      if (!vitals) continue;
      const found = state === 'draining' ? 'draining' : 'ready';
      workers.set(id, { worker, state: found, answered: answers.has(id), vitals });
    }
    return { atMs: this.#parts.clock(), workers, cpu: this.#parts.cpu() };
  }

  /** The oldest sample of the window, or the last one before it. */
  #baseline({ atMs }: Sample): Sample | null {
    const isIn = (sample: Sample) => atMs - sample.atMs <= WINDOW_MS;
    const within = this.#samples.filter(isIn);
    const earlier = this.#samples.filter((sample) => !isIn(sample)).slice(-1);
    this.#samples = within.length > 0 ? within : earlier;
    return this.#samples[0] ?? null;
  }
}
