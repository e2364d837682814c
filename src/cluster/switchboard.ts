import type { Logger } from 'pino';
import { boxClock } from '../limits/clock.js';
import { Ledger } from '../limits/ledger.js';
import type { ToLeases } from '../limits/messages.js';
import type { SharedBudgets } from '../limits/shared.js';
import { BoxMetrics } from '../ops/box-metrics.js';
import type { FleetStats } from '../ops/fleet-metrics.js';
import { type BoxNames, cpuNow, systemNow } from '../ops/live/box.js';
import type { BoxFacts } from '../ops/live/live.js';
import type { Member } from './member.js';
import { MAX_UNSENT, type ToPrimary } from './messages.js';
import { OpsWatch } from './ops-watch.js';
import type { OuterBus } from './outer-bus.js';
import { Scrape } from './scrape.js';

/** What this box shares with the others of its fleet. */
export interface Shared {
  bus: OuterBus;
  budgets: SharedBudgets;
  stats(): FleetStats;
}

export interface SwitchboardParts {
  /** All workers, kept up to date by their owner. */
  members: ReadonlySet<Member>;
  /** Workers that ended without being asked to. */
  losses(): number;
  /** Workers that there should be. */
  wanted: number;
  box: BoxNames;
  /** null: nothing passes between boxes. */
  shared: Shared | null;
  log: Logger;
}

/**
 * What passes between workers: stream messages, leave to serve requests, metrics, how the box does, the
 * housekeeper's keys.
 * In a fleet the stream messages also pass to and from the other boxes.
 */
export class Switchboard {
  readonly #members: ReadonlySet<Member>;
  readonly #ledger: Ledger;
  readonly #metrics: BoxMetrics;
  readonly #ops: OpsWatch;
  readonly #shared: Shared | null;
  readonly #log: Logger;
  #busHealthy: boolean | null = null;
  #scrape: Scrape | null = null;
  #lastScrape = 0;
  #merged: Promise<string | null> | null = null;
  #housekeeper: Member | null = null;

  constructor(parts: SwitchboardParts) {
    const { members, losses, shared, log } = parts;
    this.#members = members;
    this.#shared = shared;
    this.#log = log;
    this.#ledger = new Ledger({
      send: (worker, message) => this.#toLeases(worker, message),
      clock: boxClock,
      shared: shared?.budgets ?? null,
    });
    this.#metrics = new BoxMetrics({
      workers: () => this.#listening().length,
      losses,
      limitKeys: () => this.#ledger.size,
      fleet: shared && (() => shared.stats()),
    });
    this.#ops = new OpsWatch({
      serving: () => this.#serving(),
      facts: () => this.#facts(parts),
      cpu: cpuNow,
      clock: () => performance.now(),
      log,
    });
    shared?.bus.onBatch((json) => this.#relay(null, Buffer.from(json)));
    shared?.bus.onHealth((healthy) => this.#tellHealth(healthy));
    shared?.bus.onLoss(() => this.#tellLoss(null));
  }

  joined(member: Member): void {
    this.#ledger.join(member.id);
    if (this.#busHealthy !== null) member.post({ kind: 'busHealth', healthy: this.#busHealthy });
    this.#appoint();
  }

  left(member: Member): void {
    this.#ledger.leave(member.id);
    this.#scrape?.left(member.id);
    this.#metrics.left(member.id);
    this.#ops.left(member);
    if (member.brokeOff) this.#lost(member);
    this.#appoint();
  }

  receive(member: Member, message: ToPrimary): void {
    if (message.kind === 'busDropped') {
      this.#metrics.busDropped();
      this.#lost(member);
    } else if (message.kind === 'metricsPlease') void this.#answerMetrics(member, message.id);
    else if (message.kind === 'metrics') {
      this.#scrape?.hear(member.id, message.id, message.metrics);
    } else if (message.kind === 'vitals') this.#ops.hear(member, message.id, message.vitals);
    else if (message.kind === 'opsWatched') this.#ops.watched(member, message.on);
    else if (message.kind === 'opsPlease') void this.#ops.answer(member, message.id);
    else if (message.kind === 'limits') {
      for (const each of message.messages) this.#ledger.receive(member.id, each);
    }
  }

  /** Stream messages that a worker published, for all others of the fleet. */
  published(member: Member, batch: Buffer): void {
    this.#relay(member, batch);
    this.#shared?.bus.publish(batch.toString());
  }

  /** Sees to it that exactly one worker keeps house. */
  #appoint(): void {
    const before = this.#housekeeper;
    if (before?.state === 'ready') return;
    const [next = null] = this.#listening();
    this.#housekeeper = next;
    before?.post({ kind: 'housekeeper', mine: false });
    next?.post({ kind: 'housekeeper', mine: true });
  }

  #listening(): Member[] {
    return [...this.#members].filter(({ state }) => state === 'ready');
  }

  /** Those that have clients: a draining worker still has, one that starts has none yet. */
  #serving(): Member[] {
    return [...this.#members].filter(({ state }) => state === 'ready' || state === 'draining');
  }

  #tellHealth(healthy: boolean): void {
    this.#busHealthy = healthy;
    for (const member of this.#serving()) member.post({ kind: 'busHealth', healthy });
  }

  /** Stream messages of a worker have reached nobody. */
  #lost(from: Member): void {
    this.#tellLoss(from);
    this.#shared?.bus.lost();
  }

  /** @param from null: another box */
  #tellLoss(from: Member | null): void {
    for (const member of this.#serving()) if (member !== from) member.tellLoss();
  }

  /** @param from null: another box */
  #relay(from: Member | null, batch: Buffer): void {
    for (const member of this.#serving()) {
      if (member === from) continue;
      if (member.unsent <= MAX_UNSENT) member.pass(batch);
      else {
        this.#metrics.busDropped();
        member.tellLoss();
      }
    }
  }

  #toLeases(worker: number, message: ToLeases): void {
    for (const member of this.#members) {
      if (member.id === worker) member.post({ kind: 'limits', messages: [message] });
    }
  }

  async #answerMetrics(member: Member, id: number): Promise<void> {
    // One at a time: whoever asks meanwhile gets the same answer.
    this.#merged ??= this.#mergeMetrics().finally(() => {
      this.#merged = null;
    });
    member.post({ kind: 'metricsMerged', id, text: await this.#merged });
  }

  async #facts({ wanted, losses, box, shared }: SwitchboardParts): Promise<BoxFacts> {
    const system = await systemNow(box);
    const stats = shared?.stats() ?? null;
    const { dropped } = this.#metrics;
    return {
      at: new Date().toISOString(),
      system,
      workersWanted: wanted,
      losses: losses(),
      bus: {
        kind: stats ? 'redis' : 'alone',
        healthy: stats?.healthy ?? true,
        otherBoxes: stats?.others ?? 0,
        roundTripMs: stats?.roundTripMs ?? null,
        dropped: dropped + (stats?.dropped ?? 0),
      },
    };
  }

  /** Never rejects, since that would end the box: null when they cannot be merged. */
  async #mergeMetrics(): Promise<string | null> {
    try {
      const scrape = new Scrape(++this.#lastScrape, this.#serving());
      this.#scrape = scrape;
      const { answers, silent } = await scrape.done;
      this.#metrics.unanswered(silent);
      return await this.#metrics.merge(answers);
    } catch (error) {
      this.#log.error({ err: error }, 'the metrics cannot be merged');
      return null;
    } finally {
      this.#scrape = null;
    }
  }
}
