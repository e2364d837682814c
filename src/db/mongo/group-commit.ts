import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClientSession, MongoServerSelectionError } from 'mongodb';
import { KotdError } from '../../domain/errors.js';
import type { Commit, CommitOutcome, Scope } from '../store.js';
import { Draft } from './draft.js';
import { Lanes } from './lanes.js';
import { groupName, headId } from './layout.js';
import { operationsOf, proofOf } from './operations.js';
import { type Asked, knownFor, readRevs } from './reads.js';
import type { Records } from './records.js';
import type { Sessions } from './sessions.js';
import type { Tally } from './tally.js';
import type { Transactions } from './transaction.js';
import { asRefusal, type Trouble, troubleOf } from './trouble.js';

/** Groups of a worker under way at once: while one waits for disks, the next is made. */
const LANES = 4;
/** Commits in a group: beyond it a transaction takes more memory, and no less time per commit. */
const GROUP_SIZE = 128;
/** How long a commit is tried before it is given back, in ms. */
const PATIENCE_MS = 10_000;
/** How long another transaction is in the way until it is looked whether its worker is gone, in ms. */
const SUSPICIOUS_MS = 500;
/** Pause after a group that met a faster one, in ms: at random up to the first, then twice as much. */
const FIRST_PAUSE_MS = 4;
const LAST_PAUSE_MS = 250;
/** A group that meets a faster one so many times is tried in parts, which are less long under way. */
const TRIES_WHOLE = 3;

export interface GroupCommitParts {
  records: Records;
  transactions: Transactions;
  epoch: string;
  sessions: Sessions;
  tally: Tally;
}

/** A commit that waits for its outcome. */
interface Waiting extends Asked {
  readonly organizationId: string;
  /** Joins the draft or is refused; nobody is told before `settle`, since the draft may come to nothing. */
  join(draft: Draft): void;
  settle(): void;
  fail(error: unknown): void;
}

/** Commits what waits in this worker together, in as few transactions as that takes. */
export class GroupCommit {
  readonly #parts: GroupCommitParts;
  readonly #lanes: Lanes<Waiting>;

  constructor(parts: GroupCommitParts) {
    this.#parts = parts;
    this.#lanes = new Lanes({
      lanes: LANES,
      size: GROUP_SIZE,
      run: (group) => this.#run(group, performance.now()),
    });
  }

  /** @throws KotdError store_unavailable or busy, and whatever `commit.changes` throws */
  commit<R>(scope: Scope, commit: Commit<R>): Promise<CommitOutcome<R>> {
    return new Promise((resolve, reject) => {
      let tell: () => void;
      this.#lanes.add({
        organizationId: scope.organizationId,
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
  async #run(group: readonly Waiting[], since: number): Promise<void> {
    for (let tries = 1; ; tries++) {
      const attempt = await this.#try(group, tries > 1);
      if (attempt.kind === 'committed') {
        this.#finish(group.slice(0, attempt.joined), (one) => one.settle());
        if (attempt.joined === group.length) return;
        return await this.#run(group.slice(attempt.joined), since);
      }
      const { kind, error } = attempt;
      if (kind === 'clash') this.#parts.tally.groupConflicts++;
      // What is wrong, or in the way, may be so for one of them only.
      const apart = kind === 'defect' || (kind === 'clash' && tries >= TRIES_WHOLE);
      if (apart && group.length > 1) return this.#runInParts(group, since);
      const waited = performance.now() - since;
      if (kind === 'defect' || kind === 'lost' || waited > PATIENCE_MS) {
        return this.#finish(group, (one) => one.fail(error));
      }
      if (kind === 'clash' && waited > SUSPICIOUS_MS) await this.#parts.sessions.endOfAbsent();
      await delay(Math.random() * Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries));
    }
  }

  /** @param thorough documents that are believed to be new are looked for as well */
  async #try(group: readonly Waiting[], thorough: boolean): Promise<Attempt> {
    const { records, transactions } = this.#parts;
    let joined = 0;
    try {
      const done = await transactions.run(async (session) => {
        const draft = await this.#draft(session, group, thorough);
        joined = draft.taken;
        if (draft.empty) return null;
        return { operations: operationsOf(draft, records), proof: proofOf(draft) };
      });
      return done ? { kind: 'committed', joined } : { kind: 'clash', error: new KotdError('busy') };
    } catch (error) {
      return failed(error);
    }
  }

  /**
   * Which documents a group puts is known only when its commits have been asked. Those that turn out to be
   * other than was believed are asked about again with what is known now, so that only they are refused.
   */
  async #draft(
    session: ClientSession,
    group: readonly Waiting[],
    thorough: boolean,
  ): Promise<Draft> {
    const { records, epoch } = this.#parts;
    const known = await knownFor(records, session, group);
    const revs = new Map<string, number>();
    for (;;) {
      const draft = new Draft(groupName(Date.now(), randomUUID()), epoch, { ...known, revs });
      for (const one of group) {
        if (draft.full) break;
        one.join(draft);
      }
      const unread = [...draft.documents].filter(
        ([place, { before }]) => !revs.has(place) && (thorough || before !== undefined),
      );
      await readRevs(
        records,
        session,
        unread.map(([, change]) => change),
        revs,
      );
      if (unread.every(([place, { before = 0 }]) => revs.get(place) === before)) return draft;
    }
  }

  /**
   * Of several outlets: half of them each, side by side, so that those that are not concerned need not
   * wait for those that are. Of one: the earlier half, then the later.
   */
  async #runInParts(group: readonly Waiting[], since: number): Promise<void> {
    const homes = [...new Set(group.map(({ scope }) => headId(scope)))];
    if (homes.length === 1) {
      const middle = group.length >> 1;
      await this.#run(group.slice(0, middle), since);
      return await this.#run(group.slice(middle), since);
    }
    const first = new Set(homes.slice(0, homes.length >> 1));
    const isFirst = ({ scope }: Waiting) => first.has(headId(scope));
    await Promise.all([
      this.#run(group.filter(isFirst), since),
      this.#run(
        group.filter((one) => !isFirst(one)),
        since,
      ),
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
  const hopeless = error instanceof MongoServerSelectionError;
  return { kind: hopeless ? 'lost' : troubleOf(error), error: asRefusal(error) };
}
