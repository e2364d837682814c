import { useState } from 'preact/hooks';
import { Field } from '../../ui/field.js';
import { toast } from '../../ui/toast.js';
import { faults } from '../form/faults.js';
import { FormDialog } from '../form/form-dialog.js';
import { useSubmit } from '../form/submit.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import { type StaffMember, wrongPin } from './rights.js';

export interface PinFormProps {
  person: StaffMember;
  /** They have one already. */
  again: boolean;
  onClose: () => void;
  onSaved: () => void;
}

/** Gives somebody a PIN, by which they sign in on paired devices. It is never shown again. */
export function PinForm({ person, again, onClose, onSaved }: PinFormProps) {
  const { command } = useOffice();
  const [pin, setPin] = useState('');
  const submit = useSubmit();
  const { name } = person;
  const save = async () => {
    const taken = await submit.run(faults(['/pin', wrongPin(pin)]), () =>
      command('staff.setPin', { staffId: person.id, pin }),
    );
    if (!taken) return;
    toast({ tone: 'good', text: t('staff.pinSet', { name }) });
    onSaved();
    onClose();
  };
  return (
    <FormDialog
      title={t('staff.pinOf', { name })}
      submitText={t('staff.setPin')}
      submit={submit}
      dirty={pin !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <p class="soft">{again ? t('staff.pinAgainText') : t('staff.pinText')}</p>
      <Field
        label={t('staff.pin')}
        hint={t('staff.pinHint')}
        type="password"
        inputMode="numeric"
        value={pin}
        wrong={submit.at('/pin')}
        autofocus
        autoComplete="off"
        maxLength={8}
        onInput={setPin}
      />
    </FormDialog>
  );
}
