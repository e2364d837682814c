import { useComputed, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { isPhone } from '../../state/media.js';
import { remembered } from '../../state/remembered.js';
import { t as frame } from '../../state/words.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Tabs } from '../../ui/tabs.js';
import { Waiting } from '../../ui/spinner.js';
import { useTill } from '../till/context.js';
import { useKeys } from '../till/keys.js';
import { steer } from '../till/steer.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import { FindTable, focusTable } from './find-table.js';
import { floorFaces, looseDrafts } from './faces.js';
import './floor.css';
import { Loose } from './loose.js';
import { LeftOver } from './loose-draft.js';
import { Room } from './room.js';
import { foundTables, sectionsOf, type TableFace } from './tables.js';

/** The section that was looked at last on this device; '' is all of them. */
const chosen = remembered<string>('pos.section', null, '');
/** Stands for tables of no section, where a name is needed. */
const NO_SECTION = '\u0000';
/** Stands for the orders of no table, which a phone shows by themselves. */
const AWAY = '\u0001';

/** All tables with how they stand, and the orders of none beside them. */
export function Floor() {
  const till = useTill();
  const faces = useComputed(() => floorFaces(till));
  const typed = useSignal('');
  const search = useRef<HTMLInputElement>(null);
  const fresh = (type: 'takeaway' | 'delivery') => () => ways.fresh(type, till.terminal.newId());
  const find = (digit: string) => () => {
    typed.value = digit;
    search.current?.focus();
  };
  useKeys({
    ...Object.fromEntries([...'0123456789'].map((digit) => [digit, find(digit)])),
    ArrowDown: () => void focusTable(),
    ArrowRight: () => void focusTable(),
    '/': () => search.current?.focus(),
    F2: () => search.current?.focus(),
    t: fresh('takeaway'),
    d: fresh('delivery'),
    b: ways.bills,
    l: till.session.onDevice ? () => till.leave() : undefined,
  });
  const { tables, loose } = faces.value;
  const drafts = looseDrafts(till);
  if (till.shown.value.position === null) return <Waiting text={frame('loading')} />;
  const sections = sectionsOf(tables.map(({ table }) => table));
  const selected = sections.some((section) => nameOf(section) === chosen.value) ? chosen.value : '';
  const looks = typed.value.trim() !== '';
  const isAway = isPhone.value && chosen.value === AWAY && !looks;
  const away = { key: AWAY, text: t('loose.tab'), count: loose.length + drafts.length };
  const shown = looks
    ? foundFaces(tables, typed.value)
    : tables.filter(({ table }) => isIn(table.section, selected));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears arrows of the buttons within
    <div
      class="floor"
      onKeyDown={(event) => steer(event, event.currentTarget, '.table-card, .loose-card')}
    >
      <section class="floor-rooms" aria-label={t('tables')}>
        <header class="floor-head">
          {(sections.length > 1 || isPhone.value) && (
            <Tabs
              label={t('sections')}
              tabs={[
                { key: '', text: t('section.all'), count: busyOf(tables) },
                ...(isPhone.value ? [away] : []),
                ...sections.map((section) => ({
                  key: nameOf(section),
                  text: section ?? t('section.none'),
                  count: busyOf(tables.filter(({ table }) => table.section === section)),
                })),
              ]}
              selected={isAway ? AWAY : selected}
              onSelect={(key) => {
                chosen.value = key;
              }}
              panel="floor-rooms"
            />
          )}
          <FindTable field={search} typed={typed} found={shown} />
        </header>
        <div id="floor-rooms" class="floor-scroll" role="tabpanel" aria-label={t('tables')}>
          {isAway && <Loose orders={loose} drafts={drafts} onFresh={fresh} />}
          {isPhone.value && !isAway && <LeftOver drafts={drafts} />}
          {tables.length === 0 && !isAway && (
            <EmptyState icon="table" title={t('tables.none')}>
              <p>{t('tables.noneText')}</p>
            </EmptyState>
          )}
          {sections
            .filter((section) => !isAway && shown.some(({ table }) => table.section === section))
            .map((section) => (
              <Room
                key={nameOf(section)}
                name={section ?? t('section.none')}
                tables={shown.filter(({ table }) => table.section === section)}
                asPlan={!looks && selected !== ''}
                heading={selected === '' && sections.length > 1}
              />
            ))}
        </div>
      </section>
      {!isPhone.value && <Loose orders={loose} drafts={drafts} onFresh={fresh} />}
    </div>
  );
}

function nameOf(section: string | null): string {
  return section ?? NO_SECTION;
}

function isIn(section: string | null, selected: string): boolean {
  return selected === '' || nameOf(section) === selected;
}

function busyOf(tables: readonly TableFace[]): number {
  return tables.filter(({ state }) => state !== 'free' && state !== 'draft').length;
}

function foundFaces(tables: readonly TableFace[], typed: string): TableFace[] {
  const named = tables.map((face) => ({ face, name: face.table.name }));
  return foundTables(named, typed).map(({ face }) => face);
}
