import type { Catalog } from '../../../client/catalog.js';
import type { Choice } from '../menu/choice.js';
import type { MenuItem, Order } from '../shapes.js';
import type { Till } from '../till/till.js';
import { type Draft, type DraftLine, draftKey, type Place, troubleOf, withLine } from './draft.js';
import { previewOf } from './preview.js';

/** An order with what is being taken for it, as it stands at a moment. */
export interface Taking {
  readonly place: Place;
  /** null: it is opened with the first lines that are given. */
  readonly order: Order | null;
  readonly draft: Draft;
  /** Lines of the draft that can be given; the others say why not. */
  readonly ready: readonly DraftLine[];
  readonly troubled: readonly DraftLine[];
  /** The order with the ready lines in it; null: nobody can tell what they cost. */
  readonly preview: Order | null;
}

/** Reading it in a component subscribes that to all it is made of. */
export function takingOf(till: Till, place: Place, order: Order | null): Taking {
  const { shown, catalog, drafts } = till;
  const kept = drafts.all.value.get(draftKey(place)) ?? drafts.get(draftKey(place));
  const draft = withoutGiven(kept, order);
  const troubled = draft.lines.filter((line) => isTroubled(line, catalog.value));
  const ready = draft.lines.filter((line) => !troubled.includes(line));
  const preview = previewOf({
    ...{ place, order, lines: ready, placeOfSupply: draft.placeOfSupply },
    ...{ shown: shown.value, catalog: catalog.value },
    at: new Date(till.terminal.view.serverNow() ?? Date.now()).toISOString(),
  });
  return { place, order, draft, ready, troubled, preview };
}

/** A crash may come after a line was handed over and before it was taken out of the draft. */
export function withoutGiven(draft: Draft, order: Order | null): Draft {
  const given = new Set(order?.lines.map(({ id }) => id));
  if (!draft.lines.some(({ id }) => given.has(id))) return draft;
  return { ...draft, lines: draft.lines.filter(({ id }) => !given.has(id)) };
}

function isTroubled(line: DraftLine, { items }: Catalog): boolean {
  return troubleOf(line, items.get(line.itemId)) !== null;
}

/** Portions of each item that are being taken. */
export function takenOf({ draft }: Taking): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const { itemId, quantity } of draft.lines) {
    taken.set(itemId, (taken.get(itemId) ?? 0) + quantity);
  }
  return taken;
}

/** Takes one more line. */
export function take(till: Till, place: Place, item: MenuItem, choice: Choice): void {
  const line = { ...choice, id: till.terminal.newId(), itemId: item.id };
  changeDraft(till, place, (draft) => withLine(draft, line));
}

/** The draft of a place, and of which type the order will be that it opens. */
export function changeDraft(till: Till, place: Place, alter: (draft: Draft) => Draft): void {
  const type = place.at === 'table' ? 'dineIn' : place.type;
  till.drafts.change(draftKey(place), (draft) => ({ ...alter(draft), type }));
}
