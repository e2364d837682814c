import { VERSIONS } from '../specs.js';
import type { Head, Known, Writes } from './draft.js';
import { counterId, headId, KEPT } from './layout.js';
import type { Asked } from './reads.js';
import type { Records } from './records.js';
import type { Stored } from './stored.js';

/** Streams that are remembered; about a kilobyte each. */
const MAX_STREAMS = 5_000;
/** Counters of one stream: those of each day are others, and this many are of weeks. */
const MAX_COUNTERS = 64;
/**
 * A stream that somebody else wrote to is read before each group until it was found so many times in a row
 * as this worker had left it.
 */
const CALM = 4;

/** Where a stream stands. */
interface Standing {
  head: Head | undefined;
  /** By `_id`, those that were read or written; undefined: there is none yet. */
  counters: Map<string, number | undefined>;
  /** Times in a row that it was found as it had been left. */
  calm: number;
}

/** What a group must know of a stream. */
interface Need {
  organizationId: string;
  counters: Set<string>;
}

/**
 * Where the streams stand on which groups build. As this worker left a stream it mostly finds it again, so
 * it need not ask. Nothing hangs on its being right: each write names what it takes for granted (see
 * operations.ts), and a group that was mistaken comes to nothing and is made anew from what is read.
 */
export class Standings {
  readonly #records: Records;
  /** The one that was used longest ago comes first. */
  readonly #streams = new Map<string, Standing>();

  constructor(records: Records) {
    this.#records = records;
  }

  /** @param thorough reads what is remembered as well */
  async of(group: readonly Asked[], thorough: boolean): Promise<Pick<Known, 'heads' | 'counters'>> {
    const needs = needsOf(group);
    const standings = new Map<string, Standing>();
    const unsure = new Map<string, Need>();
    for (const [stream, need] of needs) {
      const known = thorough ? undefined : this.#recall(stream, need);
      if (known) standings.set(stream, known);
      else unsure.set(stream, need);
    }
    for (const [stream, standing] of await this.#read(unsure)) standings.set(stream, standing);

    const heads = new Map<string, Head>();
    const counters = new Map<string, number>();
    for (const [stream, standing] of standings) {
      if (standing.head) heads.set(stream, standing.head);
      for (const _id of needs.get(stream)?.counters ?? []) {
        const last = standing.counters.get(_id);
        if (last !== undefined) counters.set(_id, last);
      }
    }
    return { heads, counters };
  }

  /** A group took effect. */
  left({ heads, counters }: Pick<Writes, 'heads' | 'counters'>): void {
    for (const { _id, after } of heads.values()) {
      const standing = this.#streams.get(_id);
      if (standing) standing.head = after;
    }
    for (const { _id, scope, after } of counters.values()) {
      this.#streams.get(headId(scope))?.counters.set(_id, after);
    }
  }

  /** A group came to nothing, or it is not known what to. */
  doubt(group: readonly Asked[]): void {
    for (const { scope } of group) {
      const standing = this.#streams.get(headId(scope));
      if (standing) standing.calm = 0;
    }
  }

  /** Undefined when not all of it is known, or others write there too. */
  #recall(stream: string, { counters }: Need): Standing | undefined {
    const standing = this.#streams.get(stream);
    if (!standing || standing.calm < CALM) return undefined;
    for (const _id of counters) if (!standing.counters.has(_id)) return undefined;
    this.#streams.delete(stream);
    this.#streams.set(stream, standing);
    return standing;
  }

  async #read(needs: ReadonlyMap<string, Need>): Promise<Map<string, Standing>> {
    const heads = new Map<string, string>();
    const counters = new Map<string, string>();
    for (const [stream, { organizationId, counters: names }] of needs) {
      heads.set(stream, organizationId);
      for (const _id of names) counters.set(_id, organizationId);
    }
    const [foundHeads, foundCounters] = await Promise.all([
      this.#records.all(KEPT.head, heads),
      this.#records.all(KEPT.counter, counters),
    ]);
    const headOf = new Map(foundHeads.map((found) => [found._id, headIn(found)]));
    const lastOf = new Map(foundCounters.map(({ _id, last }) => [_id, Number(last)]));
    const read = new Map<string, Standing>();
    for (const [stream, need] of needs) {
      const head = headOf.get(stream);
      const last = [...need.counters].map((_id) => [_id, lastOf.get(_id)] as const);
      read.set(stream, this.#remember(stream, head, new Map(last)));
    }
    return read;
  }

  #remember(stream: string, head: Head | undefined, counters: Standing['counters']): Standing {
    const before = this.#streams.get(stream);
    const asLeft = before?.head?.seq === head?.seq && before?.head?.epoch === head?.epoch;
    // Of a stream never seen before it is believed that it will be found as it is left.
    const calm = before ? (asLeft ? before.calm + 1 : 0) : CALM;
    const others = asLeft && before ? before.counters : [];
    const all = new Map([...others, ...counters]);
    const standing = { head, counters: all.size > MAX_COUNTERS ? counters : all, calm };
    this.#streams.delete(stream);
    this.#streams.set(stream, standing);
    const [oldest = stream] = this.#streams.keys();
    if (this.#streams.size > MAX_STREAMS) this.#streams.delete(oldest);
    return standing;
  }
}

/** Which versions a group advances is known only when its commits have been asked: all may be. */
function needsOf(group: readonly Asked[]): Map<string, Need> {
  const needs = new Map<string, Need>();
  for (const { scope, commit } of group) {
    const stream = headId(scope);
    let need = needs.get(stream);
    if (!need) {
      need = { organizationId: scope.organizationId, counters: new Set() };
      for (const name of VERSIONS) need.counters.add(counterId(scope, `version/${name}`));
      needs.set(stream, need);
    }
    for (const name of commit.counters) need.counters.add(counterId(scope, name));
  }
  return needs;
}

function headIn({ seq, epoch = null }: Stored): Head {
  return { seq, epoch };
}
