import type { Collection, Documents, Event } from '../../domain/decision.js';
import type { Archive, Presence, Since, StoredRecord } from '../archive.js';
import { makeFolder } from '../../folder.js';
import { CommitCounts } from '../commit-counts.js';
import type {
  CommandRecord,
  Commit,
  CommitOutcome,
  Page,
  PageQuery,
  Position,
  Scope,
  Store,
  StoreStats,
} from '../store.js';
import { UnusableStore } from '../unusable.js';
import { dump } from './archive-dump.js';
import { erase } from './archive-erase.js';
import { load, partsIn, presenceOf } from './archive-load.js';
import { commandOf, counterKey, counterOf, prepare } from './commit.js';
import { FORMATS, type Format, PLAIN } from './format.js';
import { headOf } from './head.js';
import { after, KIND, keepable, keyOf } from './keys.js';
import { pageOf } from './page.js';
import { Parsed } from './parsed.js';
import { documentKey, homeOf } from './places.js';
import { sweep } from './sweep.js';
import { type Reads, Tree } from './tree.js';
import { Versioned } from './versioned.js';

export interface EmbeddedOptions {
  /** Made when it is not there. All workers of the box open the same one, each once. */
  folder: string;
  /** Names the streams of a new store. */
  newEpoch(): string;
  /** See `Tree`. */
  mapSizeBytes?: number;
  /** See `Tree`. */
  hasty?: boolean;
}

/** The store without a server: LMDB in a folder. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Store & Archive> {
  const tree = await treeIn(options);
  try {
    const { format, epoch } = await formatOf(tree, options);
    if (!FORMATS.has(format)) {
      const known = [...FORMATS].join(' or ');
      throw new UnusableStore(
        `The store in ${options.folder} has format ${format}, not ${known}: run the kotd that wrote it`,
      );
    }
    return new EmbeddedStore(tree, epoch, options.newEpoch);
  } catch (error) {
    await tree.close();
    throw error;
  }
}

async function treeIn({ folder, mapSizeBytes, hasty }: EmbeddedOptions): Promise<Tree> {
  try {
    await makeFolder(folder);
    return await Tree.open(folder, mapSizeBytes, hasty);
  } catch (cause) {
    const { message } = cause as Error;
    const line = `The store in ${folder} cannot be opened: ${message}; check KOTD_DATA and KOTD_STORE`;
    throw new UnusableStore(line, { cause });
  }
}

/** Of several processes that open a new store at once, one gives it its epoch. */
async function formatOf(tree: Tree, { newEpoch }: EmbeddedOptions): Promise<Format> {
  const key = keyOf(KIND.format);
  const text =
    tree.latest().get(key) ??
    (await tree.transaction(() => {
      const made = tree.get(key);
      if (made !== undefined) return made;
      const fresh: Format = { format: PLAIN, epoch: newEpoch() };
      tree.put(key, JSON.stringify(fresh));
      return JSON.stringify(fresh);
    }));
  return JSON.parse(text);
}

class EmbeddedStore implements Store, Archive {
  readonly #tree: Tree;
  readonly #epoch: string;
  readonly #newEpoch: () => string;
  readonly #counts = new CommitCounts();
  readonly #parsed = new Parsed();
  readonly #versioned = new Versioned();

  constructor(tree: Tree, epoch: string, newEpoch: () => string) {
    this.#tree = tree;
    this.#epoch = epoch;
    this.#newEpoch = newEpoch;
  }

  commit<R>(scope: Scope, commit: Commit<R>): Promise<CommitOutcome<R>> {
    return this.#counts.count(() => this.#tree.transaction(() => this.#take(scope, commit)));
  }

  /** What is answered is held until it is on the disk, and the writes are not. */
  #take<R>(scope: Scope, commit: Commit<R>): CommitOutcome<R> {
    const { outcome, writes } = prepare(this.#tree, this.#epoch, scope, commit);
    for (const [key, text] of writes) {
      if (text === null) this.#tree.remove(key);
      else this.#tree.put(key, text);
    }
    return outcome;
  }

  async get<C extends Collection>(scope: Scope, collection: C, id: string) {
    return this.#documentOf(this.#tree.latest(), scope, collection, id);
  }

  async getMany<C extends Collection>(scope: Scope, collection: C, ids: readonly string[]) {
    const reads = this.#tree.latest();
    const read = (id: string) => this.#documentOf(reads, scope, collection, id);
    return this.#versioned.many(reads, scope, collection, ids, read);
  }

  async page<C extends Collection>(
    scope: Scope,
    collection: C,
    query: PageQuery<C>,
  ): Promise<Page<Documents[C]>> {
    return pageOf(this.#tree.latest(), scope, collection, query);
  }

  async command(scope: Scope, id: string): Promise<CommandRecord | undefined> {
    return commandOf(this.#tree.latest(), scope, id);
  }

  async position(scope: Scope): Promise<Position> {
    const { epoch, seq } = headOf(this.#tree.latest(), scope);
    return { epoch: epoch ?? this.#epoch, seq };
  }

  async positions(scopes: readonly Scope[]): Promise<Position[]> {
    return Promise.all(scopes.map((scope) => this.position(scope)));
  }

  async events(scope: Scope, afterSeq: number, limit: number): Promise<Event[]> {
    const home = homeOf(scope);
    const start = keyOf(KIND.event, ...home, afterSeq);
    const end = after(keyOf(KIND.event, ...home));
    return this.#tree
      .latest()
      .range({ start, end, limit, exclusiveStart: true })
      .map(({ text }) => JSON.parse(text));
  }

  async counter(scope: Scope, name: string): Promise<number> {
    return counterOf(this.#tree.latest(), scope, name);
  }

  counterReader(scope: Scope, name: string): () => number {
    const key = keepable(counterKey(scope, name));
    return () => Number(this.#tree.latest().get(key) ?? 0);
  }

  async organizations(afterId: string | null, limit: number): Promise<string[]> {
    const list = ['organization', 'all'] as const;
    const all = keyOf(KIND.index, ...list);
    const start = afterId === null ? all : after(keyOf(KIND.index, ...list, afterId));
    const entries = this.#tree.latest().range({ start, end: after(all), limit });
    return entries.map(({ text }) => JSON.parse(text));
  }

  sweep(now: string, commandsBefore: string, stopped = () => false): Promise<number> {
    return sweep(this.#tree, now, commandsBefore, stopped);
  }

  dump(organizationId: string, since?: Since): AsyncIterable<StoredRecord> {
    return dump(this.#tree, organizationId, since);
  }

  load(organizationId: string, records: AsyncIterable<StoredRecord>): Promise<number> {
    return load(this.#tree, this.#newEpoch(), organizationId, records);
  }

  erase(organizationId: string): Promise<number> {
    return erase(this.#tree, organizationId);
  }

  async presence(organizationId: string): Promise<Presence> {
    return presenceOf(this.#tree.latest(), organizationId);
  }

  async parts(): Promise<string[]> {
    return partsIn(this.#tree.latest());
  }

  stats(): StoreStats {
    return this.#counts.stats();
  }

  close(): Promise<void> {
    return this.#tree.close();
  }

  #documentOf<C extends Collection>(
    reads: Reads,
    scope: Scope,
    collection: C,
    id: string,
  ): Documents[C] | undefined {
    const text = reads.get(documentKey(scope, collection, id));
    return text === undefined ? undefined : (this.#parsed.of(collection, text) as Documents[C]);
  }
}
