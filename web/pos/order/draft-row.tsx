import { money } from '../../state/place.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { MOST_PORTIONS, portionPrice } from '../menu/choice.js';
import type { Line, MenuItem } from '../shapes.js';
import { useTill } from '../till/context.js';
import { t } from '../words.js';
import type { Asked } from './asked.js';
import { type DraftLine, type Place, troubleOf, withChoice, withoutLines } from './draft.js';
import { LineText } from './line-text.js';
import './row.css';
import { changeDraft } from './taking.js';
import { choiceText } from './ticket.js';

export interface DraftRowProps {
  line: DraftLine;
  place: Place;
  /** The line as the server would price it. */
  priced: Line | undefined;
  onAsk: (what: Asked) => void;
}

/** A line that is being taken: everything about it can still change. */
export function DraftRow({ line, place, priced, onAsk }: DraftRowProps) {
  const till = useTill();
  const item = till.catalog.value.items.get(line.itemId);
  const trouble = troubleOf(line, item);
  const count = (quantity: number) =>
    changeDraft(till, place, (draft) =>
      quantity < 1
        ? withoutLines(draft, [line.id])
        : withChoice(draft, line.id, { quantity: Math.min(quantity, MOST_PORTIONS) }),
    );
  const open = () => {
    if (item) onAsk({ kind: 'item', item, start: line, lineId: line.id });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === '+' || event.key === '=') count(line.quantity + 1);
    else if (event.key === '-') count(line.quantity - 1);
    else if (event.key === 'Delete' || event.key === 'Backspace') count(0);
    else return;
    event.preventDefault();
  };
  return (
    <li class="row" data-kind="draft" data-trouble={trouble ?? undefined}>
      <button type="button" class="row-main" onClick={open} onKeyDown={press}>
        <LineText
          name={priced?.name ?? item?.name ?? t('item.unknown')}
          choice={priced ? choiceText(priced) : item ? choiceOf(item, line) : ''}
          note={line.note}
          course={line.course}
          seat={line.seat}
        />
        {trouble && <Badge tone="bad">{t(`draft.${trouble}`)}</Badge>}
      </button>
      <div class="row-count">
        <Button
          kind="quiet"
          icon={line.quantity > 1 ? 'minus' : 'close'}
          label={line.quantity > 1 ? t('less') : t('line.remove')}
          onClick={() => count(line.quantity - 1)}
        />
        <b class="figures">{line.quantity}</b>
        <Button
          kind="quiet"
          icon="plus"
          label={t('more')}
          onClick={() => count(line.quantity + 1)}
        />
      </div>
      <span class="row-amount figures">
        {item ? money(portionPrice(item, line) * line.quantity) : ''}
      </span>
    </li>
  );
}

/** How a line that is being taken is wanted, in the words of the menu. */
export function choiceOf(
  item: MenuItem,
  { variantId, modifierIds }: Pick<DraftLine, 'variantId' | 'modifierIds'>,
): string {
  return choiceText({
    variantName: item.variants.find(({ id }) => id === variantId)?.name ?? null,
    modifiers: item.modifierGroups
      .flatMap(({ modifiers }) => modifiers)
      .filter(({ id }) => modifierIds.includes(id)),
  });
}
