import type { Collection, Documents, Event } from '../domain/decision.js';
import { notFound } from '../domain/errors.js';
import type { Page, PageQuery, Position, Scope, Store } from '../db/store.js';

/** Reads of one scope: handlers cannot name another. */
export class Reader {
  readonly #store: Store;
  readonly scope: Scope;

  constructor(store: Store, scope: Scope) {
    this.#store = store;
    this.scope = scope;
  }

  get<C extends Collection>(collection: C, id: string): Promise<Documents[C] | undefined> {
    return this.#store.get(this.scope, collection, id);
  }

  /** The document, or the 404 that unknown and foreign ids share; `pointer` names the field it came in. */
  async need<C extends Collection>(collection: C, id: string, pointer?: string) {
    const found = await this.#store.get(this.scope, collection, id);
    if (!found) throw notFound(pointer);
    return found;
  }

  /** Those that exist, by id. */
  async many<C extends Collection>(collection: C, ids: Iterable<string>) {
    const wanted = [...new Set(ids)];
    const found = await this.#store.getMany(this.scope, collection, wanted);
    const byId = new Map<string, Documents[C]>();
    for (const document of found) if (document) byId.set(document.id, document);
    return byId;
  }

  page<C extends Collection>(collection: C, query: PageQuery<C>): Promise<Page<Documents[C]>> {
    return this.#store.page(this.scope, collection, query);
  }

  /** Every document the query finds, page by page, so that no number of them is cut off. */
  async *each<C extends Collection>(
    collection: C,
    query: Omit<PageQuery<C>, 'limit' | 'cursor'>,
  ): AsyncGenerator<Documents[C]> {
    let cursor: string | null = null;
    do {
      const page: Page<Documents[C]> = await this.#store.page(this.scope, collection, {
        ...query,
        limit: 1000,
        cursor,
      });
      yield* page.data;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  async all<C extends Collection>(collection: C, query: Omit<PageQuery<C>, 'limit' | 'cursor'>) {
    const found: Documents[C][] = [];
    for await (const document of this.each(collection, query)) found.push(document);
    return found;
  }

  position(): Promise<Position> {
    return this.#store.position(this.scope);
  }

  events(after: number, limit: number): Promise<Event[]> {
    return this.#store.events(this.scope, after, limit);
  }

  counter(name: string): Promise<number> {
    return this.#store.counter(this.scope, name);
  }
}
