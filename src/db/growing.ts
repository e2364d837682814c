import type { Collection } from '../domain/decision.js';

/**
 * Collections that grow with every guest. A differential dump does not look through them: every commit
 * that writes one of their documents says so in the stream of the same outlet, with an event that
 * holds the document under the collection's name (see `EventDraft`). The screens live by this rule: what
 * no event shows, no screen shows. `test/db/growing.test.ts` holds every command to it.
 */
export const GROWING = ['order', 'ticket', 'bill'] as const satisfies readonly Collection[];

export type Growing = (typeof GROWING)[number];

/** The documents of growing collections that events name, by collection and outlet. */
export class Named {
  readonly #ids = new Map<Growing, Map<string, Set<string>>>(
    GROWING.map((collection) => [collection, new Map()]),
  );

  /** @param data of an event in the stream of that outlet */
  take(outletId: string, data: Readonly<Record<string, unknown>>): void {
    for (const [collection, outlets] of this.#ids) {
      const id = idOf(data[collection]);
      if (id === null) continue;
      const ids = outlets.get(outletId);
      if (ids) ids.add(id);
      else outlets.set(outletId, new Set([id]));
    }
  }

  *in(collection: Growing): Iterable<{ outletId: string; ids: ReadonlySet<string> }> {
    for (const [outletId, ids] of this.#ids.get(collection) ?? []) yield { outletId, ids };
  }
}

export function isGrowing(collection: Collection): collection is Growing {
  return GROWING.some((name) => name === collection);
}

function idOf(document: unknown): string | null {
  if (typeof document !== 'object' || document === null) return null;
  const id: unknown = Reflect.get(document, 'id');
  return typeof id === 'string' ? id : null;
}
