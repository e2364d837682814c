import type { ChoiceDraft, GroupDraft } from './item-draft.js';

let last = 0;

/** A row that has no id yet needs a key of its own, or its neighbour's text would be shown in it. */
function newKey(): string {
  last += 1;
  return `new ${last}`;
}

export function newChoice(): ChoiceDraft {
  return { key: newKey(), name: '', price: '', stationIds: [] };
}

/** A group of which one may choose as many as one likes, and need not. */
export function newGroup(): GroupDraft {
  return { key: newKey(), name: '', min: '0', max: '1', modifiers: [newChoice()] };
}
