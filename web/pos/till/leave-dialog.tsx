import { t as frame } from '../../state/words.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { t } from '../words.js';
import { useTill } from './context.js';

/** Asks whoever wants to go while the server is away, and nobody could come in after them. */
export function LeaveDialog() {
  const till = useTill();
  const { onDevice } = till.session;
  const waiting = till.outbox.value.waiting.length;
  const stay = () => {
    till.isLeaving.value = false;
  };
  return (
    <Dialog
      title={frame('away.title')}
      onClose={stay}
      actions={
        <>
          <Button kind="danger" onClick={() => void till.session.end()}>
            {frame(onDevice ? 'menu.lock' : 'menu.signOut')}
          </Button>
          <Button kind="main" autofocus onClick={stay}>
            {t('leave.stay')}
          </Button>
        </>
      }
    >
      <p>{t('leave.text')}</p>
      {waiting > 0 && <p>{t('leave.waiting', { n: waiting })}</p>}
    </Dialog>
  );
}
