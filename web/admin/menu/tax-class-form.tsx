import { useState } from 'preact/hooks';
import { place } from '../../state/place.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { toast } from '../../ui/toast.js';
import { percentOf, rateOf } from '../form/amount.js';
import { OneOf } from '../form/chips.js';
import { faults, wrongName } from '../form/faults.js';
import { FormDialog } from '../form/form-dialog.js';
import { useSubmit } from '../form/submit.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import type { TaxClass } from './shapes.js';

export interface TaxClassFormProps {
  /** null: a new one. */
  taxClass: TaxClass | null;
  onClose: () => void;
  onSaved: () => void;
}

const HSN = /^\d{4,8}$/;

/** A tax rate with a name, and whether prices contain it already. */
export function TaxClassForm({ taxClass, onClose, onSaved }: TaxClassFormProps) {
  const { command } = useOffice();
  const before = {
    name: taxClass?.name ?? '',
    percent: taxClass ? percentOf(taxClass.rate) : '',
    inclusive: taxClass?.inclusive ?? false,
    hsn: taxClass?.hsn ?? '',
  };
  const [draft, setDraft] = useState(before);
  const { name, percent, inclusive, hsn } = draft;
  const submit = useSubmit();
  const done = (text: string) => {
    toast({ tone: 'good', text });
    onSaved();
    onClose();
  };
  const save = async () => {
    const rate = rateOf(percent);
    const found = faults(
      ['/name', wrongName(name)],
      ['/rate', 'wrong' in rate ? rate.wrong : null],
      ['/hsn', hsn.trim() === '' || HSN.test(hsn.trim()) ? null : 'notHsn'],
    );
    const taken = await submit.run(found, () => {
      const body = {
        name: name.trim(),
        rate: 'value' in rate ? rate.value : 0,
        inclusive,
        hsn: hsn.trim() === '' ? null : hsn.trim(),
      };
      return taxClass
        ? command('taxClass.change', { taxClassId: taxClass.id, ...body }, taxClass.rev)
        : command('taxClass.create', body);
    });
    if (taken) done(t('saved', { name: name.trim() }));
  };
  const archive = async () => {
    if (!taxClass) return;
    const taken = await submit.run({}, () =>
      command('taxClass.change', { taxClassId: taxClass.id, archived: true }, taxClass.rev),
    );
    if (taken) done(t('archived', { name: taxClass.name }));
  };
  const changed = taxClass !== null && JSON.stringify(draft) !== JSON.stringify(before);
  return (
    <FormDialog
      title={taxClass ? taxClass.name : t('tax.new')}
      submitText={t('save')}
      submit={submit}
      dirty={JSON.stringify(draft) !== JSON.stringify(before)}
      onSubmit={() => void save()}
      onClose={onClose}
      onReload={() => {
        onSaved();
        onClose();
      }}
      {...(taxClass
        ? {
            others: (
              <Button kind="quiet" icon="archive" onClick={() => void archive()}>
                {t('archive')}
              </Button>
            ),
          }
        : {})}
    >
      <Field
        label={t('tax.name')}
        value={name}
        wrong={submit.at('/name')}
        autofocus={!taxClass}
        autoComplete="off"
        onInput={(text) => setDraft({ ...draft, name: text })}
      />
      <Field
        label={t('tax.ratePercent')}
        value={percent}
        wrong={submit.at('/rate')}
        inputMode="decimal"
        autoComplete="off"
        onInput={(text) => setDraft({ ...draft, percent: text })}
      />
      <OneOf
        label={t('tax.kind')}
        chosen={inclusive ? 'in' : 'out'}
        chips={[
          { value: 'out', text: t('tax.exclusive') },
          { value: 'in', text: t('tax.inclusive') },
        ]}
        onChange={(kind) => setDraft({ ...draft, inclusive: kind === 'in' })}
      />
      {place.value.country === 'IN' && (
        <Field
          label={t('tax.hsn')}
          hint={t('item.hsnHint')}
          value={hsn}
          wrong={submit.at('/hsn')}
          inputMode="numeric"
          autoComplete="off"
          onInput={(text) => setDraft({ ...draft, hsn: text })}
        />
      )}
      {changed && <Banner tone="info">{t('tax.fromNow')}</Banner>}
    </FormDialog>
  );
}
