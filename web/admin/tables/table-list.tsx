import { useState } from 'preact/hooks';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Table } from '../../ui/table.js';
import { CellButton } from '../cell-button.js';
import { t } from '../words.js';
import type { TablesProps } from './plan-view.js';
import { type FloorTable, sectionsOf } from './shapes.js';
import { TableForm } from './table-form.js';

/** All tables, section by section. */
export function TableList({ tables, asked }: TablesProps) {
  const [open, setOpen] = useState<FloorTable | 'new' | null>(null);
  const sorted = sectionsOf(tables).flatMap((section) =>
    tables.filter((table) => table.section === section),
  );
  return (
    <div class="tables">
      <div class="list-head">
        <p class="soft">{t('tables.text', { n: tables.length })}</p>
        <Button kind="main" icon="plus" onClick={() => setOpen('new')}>
          {t('table.add')}
        </Button>
      </div>
      {tables.length === 0 ? (
        <EmptyState icon="table" title={t('tables.none')}>
          <p>{t('tables.noneText')}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t('nav.tables')}
          rows={sorted}
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
