import { useState } from 'preact/hooks';
import { Banner } from '../../ui/banner.js';
import { Field } from '../../ui/field.js';
import { toast } from '../../ui/toast.js';
import { faults } from '../form/faults.js';
import { FormDialog } from '../form/form-dialog.js';
import { useSubmit } from '../form/submit.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import { type StaffMember, wrongPassword } from './rights.js';

/** Gives somebody another password; wherever they are signed in, they are no more. */
export function PasswordForm({ person, onClose }: { person: StaffMember; onClose: () => void }) {
  const { command } = useOffice();
  const [password, setPassword] = useState('');
  const submit = useSubmit();
  const { name } = person;
  const save = async () => {
    const taken = await submit.run(faults(['/password', wrongPassword(password)]), () =>
      command('staff.resetPassword', { staffId: person.id, password }),
    );
    if (!taken) return;
    toast({ tone: 'good', text: t('staff.passwordSet', { name }) });
    onClose();
  };
  return (
    <FormDialog
      title={t('staff.passwordOf', { name })}
      submitText={t('staff.password')}
      submit={submit}
      dirty={password !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Banner tone="info">{t('staff.passwordText', { name })}</Banner>
      <Field
        label={t('staff.newPassword')}
        hint={t('staff.passwordHint')}
        type="password"
        value={password}
        wrong={submit.at('/password')}
        autofocus
        autoComplete="new-password"
        onInput={setPassword}
      />
    </FormDialog>
  );
}
