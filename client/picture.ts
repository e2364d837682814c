import type { Position } from './frames.js';
import type { Documents, Kind, State } from './state.js';
import { EMPTY } from './state.js';

/** A state as a store keeps it. */
export interface Picture {
  readonly position: Position;
  readonly open: Lists;
  readonly past: Lists;
}
type Lists = { readonly [K in Kind]: readonly unknown[] };

const KINDS: readonly Kind[] = ['orders', 'tickets', 'tables', 'bills'];

/** null while there is nothing worth keeping. */
export function pictureOf(state: State): Picture | null {
  const { position } = state;
  return position && { position, open: listsOf(state), past: listsOf(state.past) };
}

/** The state of a picture; an empty one where there is none, or none that this version can read. */
export function stateOf(picture: unknown): State {
  const { position, open, past } = (picture ?? {}) as Partial<Picture>;
  if (!position || !open || !past) return EMPTY;
  return { ...mapsOf(open), position, past: mapsOf(past) };
}

function listsOf(documents: Documents): Lists {
  const lists = KINDS.map((kind) => [kind, [...documents[kind].values()]] as const);
  return Object.fromEntries(lists) as unknown as Lists;
}

function mapsOf(lists: Lists): Documents {
  const maps = KINDS.map((kind) => {
    const documents = (lists[kind] ?? []) as readonly { id: string }[];
    return [kind, new Map(documents.map((document) => [document.id, document]))] as const;
  });
  return Object.fromEntries(maps) as unknown as Documents;
}
