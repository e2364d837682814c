import { Icon } from '../../ui/icon.js';
import { goTo } from '../order/left.js';
import { titleOf } from '../order/title.js';
import { entryTitle } from '../outbox/entry-text.js';
import { subjectOf } from '../outbox/letters.js';
import { useTill } from '../till/context.js';
import type { Till } from '../till/till.js';
import { t } from '../words.js';
import type { LooseDraft } from './faces.js';

export const TYPE_ICONS = { dineIn: 'table', takeaway: 'bag', delivery: 'bike' } as const;

/** What is being taken for an order of no table, or was when its order ended: it leads to both. */
export function LooseDraftCard({ draft }: { draft: LooseDraft }) {
  const till = useTill();
  const { orderId, type, drafted } = draft;
  const [name, state] = namesOf(till, draft);
  return (
    <li>
      <button
        type="button"
        class="loose-card"
        data-state="draft"
        onClick={() => goTo(till, { at: 'order', orderId, type })}
      >
        <span class="loose-name">
          <Icon name={TYPE_ICONS[type]} />
          <strong>{name}</strong>
          {state && <span class="soft">{state}</span>}
        </span>
        <span class="table-state">{t('table.drafted', { n: drafted })}</span>
      </button>
    </li>
  );
}

/** On a phone, above the tables: what was left over of the orders of tables, to which no table leads any more. */
export function LeftOver({ drafts }: { drafts: readonly LooseDraft[] }) {
  const ofTables = drafts.filter(({ type }) => type === 'dineIn');
  if (ofTables.length === 0) return null;
  return (
    <ul class="left-over">
      {ofTables.map((draft) => (
        <LooseDraftCard key={draft.orderId} draft={draft} />
      ))}
    </ul>
  );
}

/** What people call it, and why it is here. */
function namesOf(till: Till, { orderId, type, order }: LooseDraft): [string, string | null] {
  if (order) return [titleOf(till, order), t('loose.closed')];
  if (type !== 'dineIn') return [t('loose.draft'), null];
  const letter = till.outbox.value.dead.find(
    ({ entry }) => entry.type === 'order.create' && subjectOf(entry).orderId === orderId,
  );
  return letter
    ? [entryTitle(till, letter.entry), t('letters')]
    : [t('order.someTable'), t('loose.closed')];
}
