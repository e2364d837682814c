import { useState } from 'preact/hooks';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import type { Order } from '../shapes.js';
import { useTill } from '../till/context.js';
import { t } from '../words.js';
import { EMPTY_DRAFT } from './draft.js';
import { choiceOf } from './draft-row.js';
import './left.css';
import { goTo, leftKey, leftOf, moveDraft, placeAfter } from './left.js';
import { LineText } from './line-text.js';
import { titleOf } from './title.js';

export interface LeftLinesProps {
  orderId: string;
  /** null: it never was, or is not known any more. */
  order: Order | null;
  /** They come back with its letter, and are not led elsewhere before. */
  hasLetter?: boolean;
}

/** What was being taken when an order ended: by name, and what can become of it. */
export function LeftLines({ orderId, order, hasLetter = false }: LeftLinesProps) {
  const till = useTill();
  const [newId] = useState(() => till.terminal.newId());
  const lines = leftOf(till, orderId);
  if (lines.length === 0) return null;
  const place = placeAfter(till, order, newId);
  const next = place.at === 'order' ? till.order(place.orderId) : undefined;
  const title = titleOf(till, next ?? place);
  return (
    <section class="left" aria-label={t('closed.left', { n: lines.length })}>
      <Banner tone="bad">{t('closed.left', { n: lines.length })}</Banner>
      <ul>
        {lines.map(({ id, itemId, quantity, ...line }) => {
          const item = till.catalog.value.items.get(itemId);
          return (
            <li key={id}>
              <b class="figures">{quantity}</b>
              <LineText
                name={item?.name ?? t('item.unknown')}
                choice={item ? choiceOf(item, line) : ''}
                note={line.note}
                course={line.course}
                seat={line.seat}
              />
            </li>
          );
        })}
      </ul>
      <div class="closed-acts">
        <Button onClick={() => till.drafts.change(leftKey(orderId), () => EMPTY_DRAFT)}>
          {t('draft.discard')}
        </Button>
        {!hasLetter && (
          <Button
            kind="main"
            onClick={() => {
              moveDraft(till, leftKey(orderId), place);
              goTo(till, place);
            }}
          >
            {t(next ? 'left.along' : 'left.anew', { title })}
          </Button>
        )}
      </div>
    </section>
  );
}
