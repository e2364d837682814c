import type { Collection, Documents } from '../../domain/decision.js';
import { specOf } from '../specs.js';
import { frozen, isSteady } from '../steady.js';
import type { Scope } from '../store.js';
import { counterOf } from './commit.js';
import { headOf } from './head.js';
import type { Reads } from './tree.js';

/** Documents that are remembered; then all are forgotten, and those in use come back. */
const MAX = 4_096;

/** Documents of an outlet as they are at a version. */
interface Known {
  version: number;
  epoch: string | null;
  documents: Map<string, unknown>;
}

/**
 * The parts of a menu that orders name, as they were read last: one look at the version says for all of them that they
 * still are so. Every commit that writes one raises the version; a restore, which may bring an old one back, gives
 * the stream another epoch. Frozen, since many get the same.
 */
export class Versioned {
  readonly #known = new Map<string, Known>();
  #size = 0;

  /** @param read looks one up in `reads` */
  many<C extends Collection>(
    reads: Reads,
    scope: Scope,
    collection: C,
    ids: readonly string[],
    read: (id: string) => Documents[C] | undefined,
  ): (Documents[C] | undefined)[] {
    const { version: name } = specOf(collection);
    if (name === null || !isSteady(collection)) return ids.map(read);
    const version = counterOf(reads, scope, `version/${name}`);
    const { epoch } = headOf(reads, scope);
    const { documents } = this.#at(version, epoch, scope, collection);
    return ids.map((id) => {
      const known = documents.get(id);
      if (known !== undefined) return known as Documents[C];
      const document = read(id);
      if (document !== undefined) this.#remember(documents, id, document);
      return document;
    });
  }

  #at(version: number, epoch: string | null, scope: Scope, collection: Collection): Known {
    const key = `${scope.organizationId}/${scope.outletId}/${collection}`;
    const known = this.#known.get(key);
    if (known?.version === version && known.epoch === epoch) return known;
    this.#size -= known?.documents.size ?? 0;
    this.#forgetIfFull();
    const fresh = { version, epoch, documents: new Map() };
    this.#known.set(key, fresh);
    return fresh;
  }

  #remember(documents: Map<string, unknown>, id: string, document: unknown): void {
    this.#forgetIfFull();
    this.#size++;
    documents.set(id, frozen(document));
  }

  #forgetIfFull(): void {
    if (this.#size + this.#known.size < MAX) return;
    this.#known.clear();
    this.#size = 0;
  }
}
