import { useEffect, useState } from 'preact/hooks';
import { now } from '../../state/clock.js';
import { t as frame } from '../../state/words.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { durationText } from '../../words/amounts.js';
import { troubleText } from '../form/refusal.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import type { Code } from './device.js';

export interface CodeDialogProps {
  code: Code;
  onClose: () => void;
  /** Another one was made. */
  onCode: (code: Code) => void;
}

/** Whether the device has paired by now is asked this often; ms. */
const LOOK_EVERY_MS = 2_500;

/** The code that is typed at the device, large enough to be read across the room, and its time left. */
export function CodeDialog({
  code: { device, code, expiresAt },
  onClose,
  onCode,
}: CodeDialogProps) {
  const { command, query } = useOffice();
  const [paired, setPaired] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const left = Date.parse(expiresAt) - now.value;
  const over = left <= 0;
  useEffect(() => {
    if (paired || over) return;
    const timer = setInterval(() => {
      void query('device.list', { limit: 1000 }).then(
        ({ data }) => {
          const found = data.find(({ id }) => id === device.id);
          // The code is used up by the pairing; an old pairing may last while a new code waits.
          if (found?.pairedAt && found.codeExpiresAt === null) setPaired(true);
        },
        // The next look may be answered; the code itself stays good.
        () => undefined,
      );
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [paired, over]);
  const another = async () => {
    try {
      onCode(await command('device.renewCode', { deviceId: device.id }));
    } catch (error) {
      setWrong(troubleText(error));
    }
  };
  return (
    <Dialog
      title={device.name}
      onClose={onClose}
      actions={
        <>
          {over && !paired && (
            <Button onClick={() => void another()}>{t('device.anotherCode')}</Button>
          )}
          <Button kind="main" onClick={onClose}>
            {paired ? t('done') : frame('close')}
          </Button>
        </>
      }
    >
      {paired ? (
        <Banner tone="good">{t('device.pairedNow', { name: device.name })}</Banner>
      ) : (
        <>
          <ol class="pair-steps">
            <li>{t('device.step1', { path: `${location.host}/${device.kind}` })}</li>
            <li>{t('device.step2')}</li>
            <li>{t('device.step3')}</li>
          </ol>
          <p class="pair-big" data-over={over || undefined}>
            {code}
          </p>
          <p class="pair-left figures" role="timer">
            {over ? t('device.codeOver') : t('device.codeLeft', { left: durationText(left) })}
          </p>
        </>
      )}
      {wrong && <Banner tone="bad">{wrong}</Banner>}
    </Dialog>
  );
}
