import { useState } from 'preact/hooks';
import { t } from '../state/words.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';

/** A button that makes the browser no device any more, and asks first. */
export function Unpair({ onUnpair }: { onUnpair: () => Promise<void> }) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button kind="quiet" icon="close" onClick={() => setAsked(true)}>
        {t('menu.unpair')}
      </Button>
      {asked && <UnpairDialog onUnpair={onUnpair} onClose={() => setAsked(false)} />}
    </>
  );
}

export interface UnpairDialogProps {
  onUnpair: () => Promise<void>;
  onClose: () => void;
}

export function UnpairDialog({ onUnpair, onClose }: UnpairDialogProps) {
  const [busy, setBusy] = useState(false);
  return (
    <Dialog
      title={t('unpair.title')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            kind="danger"
            busy={busy}
            onClick={() => {
              setBusy(true);
              void onUnpair().finally(onClose);
            }}
          >
            {t('menu.unpair')}
          </Button>
        </>
      }
    >
      <p>{t('unpair.text')}</p>
    </Dialog>
  );
}
