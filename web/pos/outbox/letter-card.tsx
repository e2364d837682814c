import { useSignal } from '@preact/signals';
import { clockTime } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { toast } from '../../ui/toast.js';
import { type Draft, draftKey, type Place } from '../order/draft.js';
import { goTo, heirOf, leftKey, moveDraft } from '../order/left.js';
import { changeDraft } from '../order/taking.js';
import { useTill } from '../till/context.js';
import type { Till } from '../till/till.js';
import { refusalText, troubleText } from '../trouble.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import { entryText, entryTitle } from './entry-text.js';
import { isTaking, type Letter, lostLines, subjectOf } from './letters.js';

export interface LetterCardProps {
  letter: Letter;
  /** The view goes elsewhere. */
  onLeave: () => void;
}

/** A command that will not be carried out: why, and the two things that can become of it. */
export function LetterCard({ letter, onLeave }: LetterCardProps) {
  const till = useTill();
  const busy = useSignal(false);
  const { entry, reason, problem, at } = letter.dead;
  const order = till.order(subjectOf(entry).orderId ?? '');
  const act = (deed: () => Promise<void>) => async () => {
    busy.value = true;
    try {
      await deed();
    } catch (error) {
      toast({ text: troubleText(error), tone: 'bad' });
    } finally {
      busy.value = false;
    }
  };
  const discard = act(() => discarded(till, letter));
  const again = act(async () => void (await till.terminal.outbox.retry(entry.id)));
  const takeBack = act(async () => {
    onLeave();
    await takenBack(till, letter);
  });
  return (
    <li class="letter">
      <p>
        <strong>{entryTitle(till, entry)}</strong>
        <span>{entryText(entry)}</span>
        <span class="soft figures">{clockTime(at)}</span>
      </p>
      <p class="letter-why">
        {reason === 'refused' && problem ? refusalText(problem.code) : t(`letter.${reason}`)}
      </p>
      {letter.orphans.length > 0 && (
        <p class="soft">
          {t('letter.orphans', {
            what: letter.orphans.map((one) => entryText(one.entry)).join(', '),
          })}
        </p>
      )}
      <div>
        <Button kind="quiet" busy={busy.value} onClick={() => void discard()}>
          {t('letter.discard')}
        </Button>
        {order?.status === 'open' && (
          <Button
            kind="quiet"
            onClick={() => {
              onLeave();
              ways.order(order.id);
            }}
          >
            {t('letter.toOrder')}
          </Button>
        )}
        {isTaking(entry.type) ? (
          <Button kind="main" icon="back" busy={busy.value} onClick={() => void takeBack()}>
            {t('letter.takeBack')}
          </Button>
        ) : (
          !problem?.code.startsWith('approval_') && (
            <Button icon="outbox" busy={busy.value} onClick={() => void again()}>
              {t('letter.again')}
            </Button>
          )
        )}
      </div>
    </li>
  );
}

async function discarded({ terminal }: Till, { dead, orphans }: Letter): Promise<void> {
  for (const { entry } of [dead, ...orphans]) await terminal.outbox.discard(entry.id);
}

/**
 * First into the draft, then out of the letters: should the device stop in between, the lines are
 * there twice by one id.
 */
async function takenBack(till: Till, letter: Letter): Promise<void> {
  const { terminal, shown } = till;
  const orderAt = (tableId: string) => shown.value.tables.get(tableId)?.orderId ?? null;
  const lost = lostLines(letter, orderAt, () => terminal.newId());
  const back = lost.map((one) => ({ ...one, place: placeNow(till, one.place) }));
  for (const { place, lines, refused } of back) {
    const there = new Set(till.drafts.get(draftKey(place)).lines.map(({ id }) => id));
    const missing = lines.filter(({ id }) => !there.has(id));
    changeDraft(till, place, (draft: Draft) => ({ ...draft, lines: [...draft.lines, ...missing] }));
    if (refused !== null) moveDraft(till, leftKey(refused), place);
  }
  await discarded(till, letter);
  const [first] = back;
  if (first) goTo(till, first.place);
}

/** Where lines go whose order was closed meanwhile: where its own are, or to whoever sits at its table now. */
function placeNow(till: Till, place: Place): Place {
  const known = place.at === 'order' ? till.order(place.orderId) : undefined;
  if (!known) return place;
  const order = heirOf(till, known);
  if (order.status === 'open') return { at: 'order', orderId: order.id, type: order.type };
  if (order.tableId === null) return place;
  const orderId = till.shown.value.tables.get(order.tableId)?.orderId ?? null;
  const next = orderId === null ? undefined : till.order(orderId);
  if (next?.status === 'open') return { at: 'order', orderId: next.id, type: next.type };
  return orderId === null ? { at: 'table', tableId: order.tableId } : place;
}
