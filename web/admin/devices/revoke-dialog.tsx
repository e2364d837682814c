import { t as frame } from '../../state/words.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { useSubmit } from '../form/submit.js';
import { Trouble } from '../form/trouble.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import type { Device } from './device.js';

/** Asks before a device is shut out for good. */
export function RevokeDialog({ device, onClose }: { device: Device; onClose: () => void }) {
  const { command } = useOffice();
  const submit = useSubmit();
  const { id, name } = device;
  const revoke = async () => {
    if (!(await submit.run({}, () => command('device.revoke', { deviceId: id })))) return;
    toast({ tone: 'good', text: t('device.revoked', { name }) });
    onClose();
  };
  return (
    <Dialog
      title={t('device.revokeAsk', { name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{frame('cancel')}</Button>
          <Button kind="danger" busy={submit.busy} onClick={() => void revoke()}>
            {t('device.revoke')}
          </Button>
        </>
      }
    >
      <p>{t('device.revokeText')}</p>
      <Trouble submit={submit} />
    </Dialog>
  );
}
