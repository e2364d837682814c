import { useRef, useState } from 'preact/hooks';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { toast } from '../../ui/toast.js';
import type { Asked } from '../asked.js';
import { OneOf } from '../form/chips.js';
import { troubleText } from '../form/refusal.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import { densityOf, type Spot, spotsOf } from './plan.js';
import './plan.css';
import { PlanTable } from './plan-table.js';
import { type FloorTable, sectionsOf } from './shapes.js';
import { TableForm } from './table-form.js';

export interface TablesProps {
  tables: readonly FloorTable[];
  asked: Asked<FloorTable[]>;
}

/** Drawn by less than this part of their size, tables have room for their names only. */
const DENSE = 0.6;
/** The value of a radio cannot be null. */
const NONE = '';

/** The floor of a section: each table where it stands. It is drawn for the tills as it is drawn here. */
export function Plan({ tables, asked }: TablesProps) {
  const { command } = useOffice();
  const sections = sectionsOf(tables);
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const [open, setOpen] = useState<FloorTable | 'new' | null>(null);
  const floor = useRef<HTMLDivElement>(null);
  const section =
    chosen !== undefined && sections.includes(chosen) ? chosen : (sections[0] ?? null);
  const here = tables.filter((table) => table.section === section);
  const spots = spotsOf(here);
  const { fit, columns } = densityOf(here.length);
  const loose = here.filter(({ id }) => spots.get(id)?.placed === false);
  /** Shown at once: where a table stands harms nobody, and a refusal is told and put back. */
  const place = async (moved: readonly (readonly [FloorTable, Spot])[]) => {
    const byId = new Map(moved.map(([{ id }, spot]) => [id, spot]));
    try {
      await asked.ahead(
        (known) => known.map((table) => ({ ...table, ...byId.get(table.id) })),
        async () => {
          for (const [tableId, { x, y }] of byId) await command('table.change', { tableId, x, y });
        },
      );
    } catch (error) {
      toast({ tone: 'bad', text: troubleText(error) });
    }
  };
  return (
    <div class="tables">
      <div class="list-head">
        {sections.length > 1 && (
          <OneOf
            label={t('table.section')}
            chosen={section ?? NONE}
            chips={sections.map((each) => ({
              value: each ?? NONE,
              text: each ?? t('section.none'),
            }))}
            onChange={(value) => setChosen(value === NONE ? null : value)}
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
      ) : (
        <>
          {loose.length > 0 && (
            <Banner
              tone="info"
              action={
                <Button
                  onClick={() =>
                    void place(
                      loose.flatMap((table) => {
                        const spot = spots.get(table.id);
                        return spot ? [[table, { x: spot.x, y: spot.y }] as const] : [];
                      }),
                    )
                  }
                >
                  {t('plan.placeAll')}
                </Button>
              }
            >
              {t('plan.loose', { n: loose.length })}
            </Banner>
          )}
          <div class="plan-frame">
            <div
              class="plan"
              ref={floor}
              data-dense={fit < DENSE || undefined}
              style={{ '--fit': fit, '--columns': columns }}
            >
              {here.map((table) => (
                <PlanTable
                  key={table.id}
                  table={table}
                  spot={spots.get(table.id) ?? { x: 500, y: 500, placed: false }}
                  floor={floor}
                  onMoved={(spot) => void place([[table, spot]])}
                  onOpen={() => setOpen(table)}
                />
              ))}
            </div>
          </div>
          <p class="soft">{t('plan.how')}</p>
        </>
      )}
      {open && (
        <TableForm
          table={open === 'new' ? null : open}
          section={section}
          tables={tables}
          onClose={() => setOpen(null)}
          onSaved={() => void asked.ask()}
        />
      )}
    </div>
  );
}
