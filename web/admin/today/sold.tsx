import { useState } from 'preact/hooks';
import { number } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { Money } from '../../ui/money.js';
import { Table } from '../../ui/table.js';
import { t } from '../words.js';
import type { Report } from './report.js';

/** Rows that are shown before one asks for all; today.css hides the others, and paper has them. */
const TOP = 10;

/** What sold, for most first. */
export function Sold({ items }: { items: Report['items'] }) {
  const [all, setAll] = useState(false);
  return (
    <div class="sold" data-top={!all || undefined}>
      <Table
        caption={t('day.items')}
        rows={items}
        keyOf={({ itemId }) => itemId}
        columns={[
          { head: t('day.item'), cell: ({ name }) => name },
          { head: t('day.quantity'), cell: ({ quantity }) => number(quantity), align: 'end' },
          {
            head: t('day.beforeTax'),
            cell: ({ amount }) => <Money minor={amount} />,
            align: 'end',
          },
        ]}
      />
      {items.length > TOP && (
        <Button kind="quiet" onClick={() => setAll(!all)}>
          {all ? t('day.fewer') : t('day.all', { n: items.length })}
        </Button>
      )}
    </div>
  );
}
