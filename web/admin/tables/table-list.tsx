import { useState } from 'preact/hooks';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { SearchField } from '../../ui/search-field.js';
import { Table } from '../../ui/table.js';
import { CellButton } from '../cell-button.js';
import { t } from '../words.js';
import type { TablesProps } from './plan-view.js';
import { type FloorTable, sectionsOf } from './shapes.js';
import { TableForm } from './table-form.js';

/** From so many tables on they are found faster by writing. */
const SEARCH_FROM = 20;

/** All tables, section by section. */
export function TableList({ tables, asked }: TablesProps) {
  const [open, setOpen] = useState<FloorTable | 'new' | null>(null);
  const [sought, setSought] = useState('');
  const words = sought.trim().toLowerCase();
  const sorted = sectionsOf(tables).flatMap((section) =>
    tables.filter((table) => table.section === section),
  );
  const found = sorted.filter(({ name, section }) =>
    `${name} ${section ?? ''}`.toLowerCase().includes(words),
  );
  return (
    <div class="tables">
      <div class="list-head">
        {tables.length < SEARCH_FROM ? (
          <p class="soft">{t('tables.text', { n: tables.length })}</p>
        ) : (
          <SearchField
            label={t('tables.search', { n: tables.length })}
            value={sought}
            onInput={setSought}
          />
        )}
        <Button kind="main" icon="plus" onClick={() => setOpen('new')}>
          {t('table.add')}
        </Button>
      </div>
      {tables.length === 0 ? (
        <EmptyState icon="table" title={t('tables.none')}>
          <p>{t('tables.noneText')}</p>
        </EmptyState>
      ) : found.length === 0 ? (
        <EmptyState icon="search" title={t('tables.notFound', { sought })} />
      ) : (
        <Table
          caption={t('nav.tables')}
          rows={found}
          keyOf={({ id }) => id}
          columns={[
            {
              head: t('table.name'),
              cell: (each) => <CellButton text={each.name} onClick={() => setOpen(each)} />,
            },
            { head: t('table.section'), cell: ({ section }) => section ?? t('section.none') },
            { head: t('table.seats'), cell: ({ seats }) => seats ?? '–', align: 'end' },
            { head: t('table.shape'), cell: ({ shape }) => t(`shape.${shape ?? 'square'}`) },
            {
              head: t('table.state'),
              cell: ({ state }) => (
                <Badge {...(state === 'busy' ? { tone: 'info' } : {})}>{t(`table.${state}`)}</Badge>
              ),
            },
          ]}
        />
      )}
      {open && (
        <TableForm
          table={open === 'new' ? null : open}
          section={sorted.at(-1)?.section ?? null}
          tables={tables}
          onClose={() => setOpen(null)}
          onSaved={() => void asked.ask()}
        />
      )}
    </div>
  );
}
