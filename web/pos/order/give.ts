import type { Till } from '../till/till.js';
import { commandsFor, type Giving } from './commands.js';
import { draftKey, EMPTY_DRAFT, withoutLines } from './draft.js';

/**
 * Hands lines over to the outbox, and takes them out of the draft once they are stored there.
 * @throws when the device cannot store them: then they stay in the draft
 */
export async function give(till: Till, giving: Giving): Promise<void> {
  const { terminal, drafts } = till;
  const commands = commandsFor(giving, () => terminal.newId());
  await Promise.all(commands.map(({ type, body }) => terminal.queue(type, body)));
  // What was handed over is shown as such when it leaves the draft: in between it would be nowhere.
  till.look();
  const given = new Set(giving.lines.map(({ id }) => id));
  const own = draftKey(giving.place);
  if (!giving.order) drafts.change(own, ({ lines }) => ({ ...EMPTY_DRAFT, lines }));
  // The order that they opened may have taken the table's draft over already.
  for (const [key, { lines }] of drafts.all.peek()) {
    if (lines.some(({ id }) => given.has(id))) {
      drafts.change(key, (draft) => withoutLines(draft, given));
    }
  }
  till.noteUsed(giving.lines.map(({ itemId }) => itemId));
}
