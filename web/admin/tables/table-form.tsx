import { useId, useState } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { Field, Labelled } from '../../ui/field.js';
import { toast } from '../../ui/toast.js';
import { wholeOf } from '../form/amount.js';
import { OneOf } from '../form/chips.js';
import { faults, wrongName } from '../form/faults.js';
import { FormDialog } from '../form/form-dialog.js';
import { useSubmit } from '../form/submit.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import { namesFrom } from './names.js';
import { type FloorTable, sectionsOf } from './shapes.js';

export interface TableFormProps {
  /** null: a new one. */
  table: FloorTable | null;
  /** Where a new one stands unless said. */
  section: string | null;
  tables: readonly FloorTable[];
  onClose: () => void;
  onSaved: () => void;
}

const SHAPES = ['square', 'round', 'long'] as const;
const MOST_SEATS = 100;
const MOST_AT_ONCE = 50;

/** A table's name, section, seats and shape; new ones may be several at once. */
export function TableForm({ table, section, tables, onClose, onSaved }: TableFormProps) {
  const { command } = useOffice();
  const list = useId();
  const before = {
    name: table?.name ?? '',
    section: (table ? table.section : section) ?? '',
    seats: table ? String(table.seats ?? '') : '4',
    shape: table?.shape ?? 'square',
    count: '1',
  };
  const [draft, setDraft] = useState(before);
  const submit = useSubmit();
  const change = (part: Partial<typeof before>) => setDraft({ ...draft, ...part });
  const done = (text: string) => {
    toast({ tone: 'good', text });
    onSaved();
    onClose();
  };
  const save = async () => {
    const seats = draft.seats.trim() === '' ? null : wholeOf(draft.seats, 1, MOST_SEATS);
    const count = wholeOf(draft.count, 1, MOST_AT_ONCE);
    const found = faults(
      ['/name', wrongName(draft.name)],
      ['/section', draft.section.trim().length > 120 ? 'tooLong' : null],
      ['/seats', seats && 'wrong' in seats ? seats.wrong : null],
      ['/count', 'wrong' in count ? count.wrong : null],
    );
    const name = draft.name.trim();
    const names = namesFrom(name, 'value' in count ? count.value : 1);
    let made = 0;
    const taken = await submit.run(found, async () => {
      const body = {
        section: draft.section.trim() === '' ? null : draft.section.trim(),
        seats: seats && 'value' in seats ? seats.value : null,
        shape: draft.shape,
      };
      // Not with If-Match: guests who sit down meanwhile change the table as well.
      if (table) await command('table.change', { tableId: table.id, name, ...body });
      else {
        for (const each of names) {
          await command('table.create', { name: each, ...body });
          made += 1;
        }
      }
    });
    const several = t('tables.made', { n: made });
    if (taken) return done(made > 1 ? several : t('saved', { name }));
    const next = names[made];
    if (made === 0 || next === undefined) return;
    // Those that are made are made: what is left in the form begins with the one that was refused.
    change({ name: next, count: String(names.length - made) });
    toast({ tone: 'good', text: several });
    onSaved();
  };
  const archive = async () => {
    if (!table) return;
    const taken = await submit.run({}, () =>
      command('table.change', { tableId: table.id, archived: true }),
    );
    if (taken) done(t('archived', { name: table.name }));
  };
  return (
    <FormDialog
      title={table ? t('table.of', { name: table.name }) : t('table.new')}
      submitText={t('save')}
      submit={submit}
      dirty={JSON.stringify(draft) !== JSON.stringify(before)}
      onSubmit={() => void save()}
      onClose={onClose}
      {...(table
        ? {
            others: (
              <Button kind="quiet" icon="archive" onClick={() => void archive()}>
                {t('archive')}
              </Button>
            ),
          }
        : {})}
    >
      <div class="form-pair">
        <Field
          label={t('table.name')}
          hint={table ? undefined : t('table.nameHint')}
          value={draft.name}
          wrong={submit.at('/name')}
          autofocus={!table}
          autoComplete="off"
          onInput={(name) => change({ name })}
        />
        {!table && (
          <Field
            label={t('table.count')}
            value={draft.count}
            wrong={submit.at('/count')}
            inputMode="numeric"
            onInput={(count) => change({ count })}
          />
        )}
      </div>
      <div class="form-pair">
        <Labelled label={t('table.section')} wrong={submit.at('/section')}>
          {(ties) => (
            <input
              {...ties}
              list={list}
              value={draft.section}
              autoComplete="off"
              onInput={(event) => change({ section: event.currentTarget.value })}
            />
          )}
        </Labelled>
        <datalist id={list}>
          {sectionsOf(tables).map((each) => each !== null && <option key={each} value={each} />)}
        </datalist>
        <Field
          label={t('table.seats')}
          value={draft.seats}
          wrong={submit.at('/seats')}
          inputMode="numeric"
          onInput={(seats) => change({ seats })}
        />
      </div>
      <OneOf
        label={t('table.shape')}
        chosen={draft.shape}
        chips={SHAPES.map((value) => ({ value, text: t(`shape.${value}`) }))}
        onChange={(value) => change({ shape: SHAPES.find((each) => each === value) ?? 'square' })}
      />
    </FormDialog>
  );
}
