import { t as frame } from '../../state/words.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { useSubmit } from '../form/submit.js';
import { Trouble } from '../form/trouble.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import type { StaffMember } from './rights.js';

export interface ActiveDialogProps {
  person: StaffMember;
  onClose: () => void;
  onSaved: () => void;
}

/** Asks before somebody is shut out, or let in again. */
export function ActiveDialog({ person, onClose, onSaved }: ActiveDialogProps) {
  const { command, user } = useOffice();
  const submit = useSubmit();
  const { id, name, active } = person;
  const save = async () => {
    const taken = await submit.run({}, () =>
      command('staff.change', { staffId: id, active: !active }),
    );
    if (!taken) return;
    toast({
      tone: 'good',
      text: active ? t('staff.deactivated', { name }) : t('staff.activated', { name }),
    });
    onSaved();
    onClose();
  };
  return (
    <Dialog
      title={active ? t('staff.deactivateAsk', { name }) : t('staff.activateAsk', { name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{frame('cancel')}</Button>
          <Button kind={active ? 'danger' : 'main'} busy={submit.busy} onClick={() => void save()}>
            {active ? t('staff.deactivate') : t('staff.activate')}
          </Button>
        </>
      }
    >
      <p>{active ? t('staff.deactivateText') : t('staff.activateText')}</p>
      {active && id === user.id && <Banner tone="warn">{t('staff.deactivateSelf')}</Banner>}
      <Trouble submit={submit} />
    </Dialog>
  );
}
