import { useState } from 'preact/hooks';
import { Field } from '../../ui/field.js';
import { OneOf } from '../form/chips.js';
import { faults, wrongName } from '../form/faults.js';
import { FormDialog } from '../form/form-dialog.js';
import { useSubmit } from '../form/submit.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import type { Code } from './device.js';

const KINDS = ['pos', 'kds'] as const;

/** Names a new till or kitchen screen; what comes of it is the code to pair it by. */
export function DeviceForm({
  onClose,
  onCode,
}: {
  onClose: () => void;
  onCode: (code: Code) => void;
}) {
  const { command } = useOffice();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('pos');
  const submit = useSubmit();
  const save = () =>
    submit.run(faults(['/name', wrongName(name)]), async () => {
      onCode(await command('device.create', { name: name.trim(), kind }));
    });
  return (
    <FormDialog
      title={t('device.new')}
      submitText={t('device.makeCode')}
      submit={submit}
      dirty={name !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <OneOf
        label={t('device.kind')}
        hint={t(`device.${kind}.text`)}
        chosen={kind}
        chips={KINDS.map((value) => ({ value, text: t(`device.${value}`) }))}
        onChange={(value) => setKind(KINDS.find((each) => each === value) ?? 'pos')}
      />
      <Field
        label={t('device.name')}
        hint={t('device.nameHint')}
        value={name}
        wrong={submit.at('/name')}
        autofocus
        autoComplete="off"
        onInput={setName}
      />
    </FormDialog>
  );
}
