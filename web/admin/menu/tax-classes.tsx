import { useState } from 'preact/hooks';
import { number } from '../../state/place.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Table } from '../../ui/table.js';
import { CellButton } from '../cell-button.js';
import { percentOf } from '../form/amount.js';
import { t } from '../words.js';
import type { CardProps } from './items.js';
import type { TaxClass } from './shapes.js';
import { TaxClassForm } from './tax-class-form.js';

/** How items are taxed: each is of one of these classes. */
export function TaxClasses({ card, asked }: CardProps) {
  const { taxClasses, items } = card.menu;
  const [open, setOpen] = useState<TaxClass | 'new' | null>(null);
  const used = (id: string) => items.filter(({ taxClassId }) => taxClassId === id).length;
  return (
    <div class="menu-items narrow">
      <div class="list-head">
        <p class="soft">{t('taxes.text')}</p>
        <Button kind="main" icon="plus" onClick={() => setOpen('new')}>
          {t('tax.add')}
        </Button>
      </div>
      <Table
        caption={t('menu.taxes')}
        rows={taxClasses}
        keyOf={({ id }) => id}
        columns={[
          {
            head: t('tax.name'),
            cell: (each) => <CellButton text={each.name} onClick={() => setOpen(each)} />,
          },
          { head: t('tax.rate'), cell: ({ rate }) => `${percentOf(rate)} %`, align: 'end' },
          {
            head: t('tax.kind'),
            cell: ({ inclusive }) => (
              <Badge>{t(inclusive ? 'tax.inclusive' : 'tax.exclusive')}</Badge>
            ),
          },
          { head: t('tax.hsn'), cell: ({ hsn }) => hsn ?? '–' },
          { head: t('tax.items'), cell: ({ id }) => number(used(id)), align: 'end' },
        ]}
      />
      {open && (
        <TaxClassForm
          taxClass={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => void asked.ask()}
        />
      )}
    </div>
  );
}
