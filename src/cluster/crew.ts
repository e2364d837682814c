import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { Member } from './member.js';
import type { Ready, ToPrimary } from './messages.js';
import { StartError } from './start-error.js';

/** A worker that ended earlier than this after it listened is not simply replaced, in ms. */
const STEADY_MS = 1000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** Tries to get a first worker before the primary gives up. */
const FIRST_TRIES = 5;

export interface CrewParts {
  config: Config;
  log: Logger;
  joined(member: Member): void;
  left(member: Member): void;
  onMessage(member: Member, message: ToPrimary): void;
  onBatch(member: Member, batch: Buffer): void;
}

/** A worker's place: who works there now. */
interface Place {
  number: number;
  member: Member;
}

/** Pause before a place is filled again, in ms: 100 after the first early end, doubling to 5,000. */
export function pauseAfter(earlyEnds: number): number {
  return earlyEnds === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (earlyEnds - 1));
}

/** Keeps every worker's place filled. */
export class Crew {
  readonly #parts: CrewParts;
  readonly #members = new Set<Member>();
  readonly #places: Place[] = [];
  #everReady = false;
  #stopping = false;
  #reloading: Promise<void> | null = null;
  #reloadAgain = false;
  /** Exits of workers that nobody had asked to go. */
  losses = 0;

  constructor(parts: CrewParts) {
    this.#parts = parts;
  }

  /** Every worker process, also those that start or drain. */
  get members(): ReadonlySet<Member> {
    return this.#members;
  }

  /**
   * Starts the first worker alone, since it prepares the store, and then the others; answers what the
   * first one said when all of them listened for the first time.
   * @throws StartError when no worker can start
   */
  async start(): Promise<Ready> {
    const { first, ready } = await this.#findFirst();
    const others: Member[] = [];
    void this.#keep({ number: first.number, member: first });
    for (let number = 2; number <= this.#parts.config.workers && !this.#stopping; number++) {
      const member = this.#fork(number);
      others.push(member);
      void this.#keep({ number, member });
    }
    await Promise.all(others.map((member) => member.ready));
    return ready;
  }

  /** Replaces one worker after the other; there is always one that listens. */
  reload(): Promise<void> {
    if (this.#reloading) this.#reloadAgain = true;
    this.#reloading ??= this.#roll().finally(() => {
      this.#reloading = null;
    });
    return this.#reloading;
  }

  /** Lets all workers finish and go. Resolves when they are gone. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#members].map((member) => member.drain(graceMs)));
  }

  killAll(): void {
    this.#stopping = true;
    for (const member of this.#members) member.kill();
  }

  async #findFirst(): Promise<{ first: Member; ready: Ready }> {
    let end = '';
    for (let tries = 1; tries <= FIRST_TRIES; tries++) {
      const first = this.#fork(1);
      const ready = await first.ready;
      if (ready) return { first, ready };
      // Whoever stops it decides how it ends.
      if (this.#stopping) return await new Promise(() => undefined);
      if (first.fatal) throw first.fatal;
      end = await first.gone;
      if (tries < FIRST_TRIES) await delay(pauseAfter(tries));
    }
    throw new StartError(`no worker could start; the last one ended with ${end}`);
  }

  async #keep(place: Place): Promise<void> {
    this.#places.push(place);
    for (let earlyEnds = 0; ; ) {
      const { member } = place;
      const end = await member.gone;
      if (this.#stopping) return;
      // A reload has put another worker into the place.
      if (place.member !== member) continue;
      this.losses++;
      earlyEnds = member.readyMs >= STEADY_MS ? 0 : earlyEnds + 1;
      const pauseMs = pauseAfter(earlyEnds);
      const facts = {
        place: place.number,
        pid: member.pid,
        end,
        pauseMs,
        reason: member.fatal?.message,
      };
      this.#parts.log.error(facts, 'a worker is gone and will be replaced');
      if (pauseMs > 0) await delay(pauseMs);
      if (this.#stopping) return;
      if (place.member === member) place.member = this.#fork(place.number);
    }
  }

  async #roll(): Promise<void> {
    const { log, config } = this.#parts;
    do {
      this.#reloadAgain = false;
      for (const place of this.#places) {
        if (this.#stopping) return;
        const next = this.#fork(place.number);
        if (!(await next.ready)) {
          const facts = { end: await next.gone, reason: next.fatal?.message };
          log.error(facts, 'the reload stops: a new worker did not start, the old ones stay');
          return;
        }
        const old = place.member;
        place.member = next;
        await old.drain(config.drainMs);
      }
      log.info('all workers are new');
    } while (this.#reloadAgain);
  }

  #fork(number: number): Member {
    const { config, onMessage, onBatch, joined, left } = this.#parts;
    const first = !this.#everReady;
    const start = () => ({ config, worker: number, first, alone: this.#alone });
    const member = new Member({ number, start, onMessage, onBatch });
    this.#members.add(member);
    this.#tellCompany();
    void member.ready.then((ready) => {
      if (!ready) return;
      this.#everReady = true;
      joined(member);
    });
    void member.gone.then(() => {
      this.#members.delete(member);
      this.#tellCompany();
      left(member);
    });
    return member;
  }

  /** In a fleet others may listen that nobody here knows of. */
  get #alone(): boolean {
    return this.#members.size === 1 && !this.#parts.config.fleet;
  }

  /** Before a newcomer can have missed anything: it is told as soon as it is forked. */
  #tellCompany(): void {
    for (const member of this.#members) member.post({ kind: 'company', alone: this.#alone });
  }
}
