import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoServerSelectionError } from 'mongodb';
import { KotdError } from '../../domain/errors.js';
import type { Commit, CommitOutcome, Scope } from '../store.js';
import type { Commands } from './commands.js';
import { Draft, type Known } from './draft.js';
import { Lanes } from './lanes.js';
import { groupName, headId } from './layout.js';
import { operationsOf, proofOf } from './operations.js';
import { type Asked, readRevs } from './reads.js';
import type { Records } from './records.js';
import type { Sessions } from './sessions.js';
import { Standings } from './standings.js';
import type { Tally } from './tally.js';
import type { Transactions } from './transaction.js';
import { asRefusal, type Trouble, troubleOf } from './trouble.js';

/**
 * Groups of a worker under way at once: while one waits for disks, the next is written. With four they are half
 * as large, and a commit takes a tenth more CPU time of both sides.
 */
const LANES = 2;
/** Commits in a group: beyond it a transaction takes more memory, and no less time per commit. */
const GROUP_SIZE = 128;
/** How long a commit that came is tried while the server cannot be asked, in ms. */
const OUTAGE_MS = 10_000;
/**
 * How long another transaction is in the way, in ms, until it is looked whether its worker is gone, and
 * groups of other outlets go past.
 */
const SUSPICIOUS_MS = 500;
/** Pause after a group that met a faster one, in ms: at random up to the first, then twice as much. */
const FIRST_PAUSE_MS = 4;
const LAST_PAUSE_MS = 250;
/** A group that meets a faster one so many times is tried in parts, which are less long under way. */
const TRIES_WHOLE = 3;

export interface GroupCommitParts {
  records: Records;
  commands: Commands;
  transactions: Transactions;
  epoch: string;
  sessions: Sessions;
  tally: Tally;
  /** How long a commit that came is tried while others are in its way, in ms. */
  patienceMs: number;
}

/** A commit that waits for its outcome. */
interface Waiting extends Asked {
  readonly stream: string;
  /** When it came; ms of the process. */
  readonly since: number;
  /** Joins the draft or is refused; nobody is told before `settle`, since the draft may come to nothing. */
  join(draft: Draft): void;
  settle(): void;
  fail(error: unknown): void;
}

/** Commits what waits in this worker together, in as few transactions as that takes. */
export class GroupCommit {
  readonly #parts: GroupCommitParts;
  readonly #standings: Standings;
  readonly #lanes: Lanes<Waiting>;

  constructor(parts: GroupCommitParts) {
    this.#parts = parts;
    this.#standings = new Standings(parts.records);
    this.#lanes = new Lanes({
      lanes: LANES,
      size: GROUP_SIZE,
      run: (group, aside) => this.#run(group, aside),
    });
  }

  /** @throws KotdError store_unavailable or busy, and whatever `commit.changes` throws */
  commit<R>(scope: Scope, commit: Commit<R>): Promise<CommitOutcome<R>> {
    return new Promise((resolve, reject) => {
      let tell: () => void;
      this.#lanes.add({
        stream: headId(scope),
        since: performance.now(),
        scope,
        commit,
        join: (draft) => {
          try {
            const outcome = draft.take(scope, commit);
            tell = () => resolve(outcome);
          } catch (error) {
            tell = () => reject(error);
          }
        },
        settle: () => tell(),
        fail: reject,
      });
    });
  }

  /** Never rejects: whatever goes wrong is told to those whom it concerns. */
  async #run(group: readonly Waiting[], aside: () => void): Promise<void> {
    let left = group;
    for (let tries = 1; left.length > 0; tries++) {
      const attempt = await this.#try(left, tries > 1);
      if (attempt.kind === 'committed') {
        this.#finish(left.slice(0, attempt.joined), (one) => one.settle());
        return await this.#run(left.slice(attempt.joined), aside);
      }
      const { kind, error } = attempt;
      if (kind === 'clash') this.#parts.tally.groupConflicts++;
      // What is wrong, or in the way, may be so for one of them only.
      const apart = kind === 'defect' || (kind === 'clash' && tries >= TRIES_WHOLE);
      if (apart && left.length > 1) return await this.#runInParts(left, aside);
      if (kind === 'defect' || kind === 'lost') {
        return this.#finish(left, (one) => one.fail(error));
      }
      const patienceMs = kind === 'clash' ? this.#parts.patienceMs : OUTAGE_MS;
      left = this.#refuseLate(left, patienceMs, error);
      if (left.length === 0) return;
      if (kind === 'clash' && left.some(({ since }) => performance.now() - since > SUSPICIOUS_MS)) {
        aside();
        await this.#parts.sessions.endOfAbsent();
      }
      await delay(Math.random() * Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries));
      // Another try might end too late to say so.
      left = this.#refuseLate(left, patienceMs, error);
    }
  }

  /**
   * Refuses those that came longer ago, and those that have waited so long behind them. Nothing of them
   * was committed. Answers the others of the group.
   */
  #refuseLate(group: readonly Waiting[], patienceMs: number, error: unknown): readonly Waiting[] {
    const now = performance.now();
    const isLate = ({ since }: Waiting) => now - since > patienceMs;
    for (const stream of new Set(group.map((one) => one.stream))) {
      for (const one of this.#lanes.withdraw(stream, isLate)) one.fail(error);
    }
    this.#finish(group.filter(isLate), (one) => one.fail(error));
    return group.filter((one) => !isLate(one));
  }

  /** @param thorough what was believed is asked for */
  async #try(group: readonly Waiting[], thorough: boolean): Promise<Attempt> {
    const { records, transactions } = this.#parts;
    try {
      const draft = await this.#draft(group, thorough);
      const { bytes, taken: joined } = draft;
      const plan = { operations: operationsOf(draft, records), bytes, proof: proofOf(draft) };
      if (draft.empty || (await transactions.run(plan))) {
        this.#standings.left(draft);
        return { kind: 'committed', joined };
      }
      this.#standings.doubt(group);
      return { kind: 'clash', error: new KotdError('busy') };
    } catch (error) {
      this.#standings.doubt(group);
      return failed(error);
    }
  }

  /**
   * At first it is believed what is likely: that streams stand where this worker left them, and documents where
   * who puts them has read them. The writes say so, and are refused otherwise.
   */
  async #draft(group: readonly Waiting[], thorough: boolean): Promise<Draft> {
    if (thorough) return await this.#thoroughDraft(group);
    const draft = this.#join(group, { ...(await this.#known(group, false)), revs: new Map() });
    return draft.proven ? draft : await this.#thoroughDraft(group);
  }

  /**
   * Which documents a group puts is known only when its commits have been asked. Those that turn out to be
   * other than was believed are asked about again with what is known now, so that only they are refused.
   */
  async #thoroughDraft(group: readonly Waiting[]): Promise<Draft> {
    const known = await this.#known(group, true);
    const revs = new Map<string, number>();
    for (;;) {
      const draft = this.#join(group, { ...known, revs });
      const unread = [...draft.documents].filter(([place]) => !revs.has(place));
      const changes = unread.map(([, change]) => change);
      await readRevs(this.#parts.records, changes, revs);
      if (unread.every(([place, { before = 0 }]) => revs.get(place) === before)) return draft;
    }
  }

  /** What a group builds on besides documents, whose names its commits have yet to say. */
  async #known(group: readonly Asked[], thorough: boolean): Promise<Omit<Known, 'revs'>> {
    const [standings, commands] = await Promise.all([
      this.#standings.of(group, thorough),
      this.#parts.commands.earlier(group, thorough),
    ]);
    return { ...standings, commands };
  }

  #join(group: readonly Waiting[], known: Known): Draft {
    const draft = new Draft(groupName(Date.now(), randomUUID()), this.#parts.epoch, known);
    for (const one of group) {
      if (draft.full) break;
      one.join(draft);
    }
    return draft;
  }

  /**
   * Of several outlets: half of them each, side by side, so that those that are not concerned need not
   * wait for those that are. Of one: the earlier half, then the later.
   */
  async #runInParts(group: readonly Waiting[], aside: () => void): Promise<void> {
    const streams = [...new Set(group.map(({ stream }) => stream))];
    if (streams.length === 1) {
      const middle = group.length >> 1;
      await this.#run(group.slice(0, middle), aside);
      return await this.#run(group.slice(middle), aside);
    }
    const first = new Set(streams.slice(0, streams.length >> 1));
    const isFirst = ({ stream }: Waiting) => first.has(stream);
    const isSecond = (one: Waiting) => !isFirst(one);
    await Promise.all([
      this.#run(group.filter(isFirst), aside),
      this.#run(group.filter(isSecond), aside),
    ]);
  }

  #finish(group: readonly Waiting[], tell: (one: Waiting) => void): void {
    for (const one of group) {
      tell(one);
      this.#lanes.finished(one);
    }
  }
}

/** `lost`: it is of no use, or not safe, to try it again here. */
type Attempt =
  | { kind: 'committed' /** How many of the group, from its beginning. */; joined: number }
  | { kind: Trouble | 'lost'; error: unknown };

function failed(error: unknown): Attempt {
  // Whether it took effect is not known, and a commit without an id would take effect twice.
  if (error instanceof KotdError) return { kind: 'lost', error };
  // The driver has waited for a server long enough.
  if (error instanceof MongoServerSelectionError) return { kind: 'lost', error: asRefusal(error) };
  const kind = troubleOf(error);
  if (kind !== 'clash') return { kind, error: asRefusal(error) };
  return { kind, error: Object.assign(new KotdError('busy'), { cause: error }) };
}
