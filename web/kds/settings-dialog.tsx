import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { PassSwitch } from './pass-switch.js';
import { flip, SIZES, size, sound } from './settings.js';
import './settings-dialog.css';
import { play } from './sound.js';
import { t } from './words.js';

const SOUNDS = ['new', 'void', 'moved', 'late', 'lost'] as const;

/** How this screen looks and sounds. It holds for this device alone. */
export function SettingsDialog({ expo, onClose }: { expo: boolean; onClose: () => void }) {
  return (
    <Dialog title={t('settings')} onClose={onClose}>
      <fieldset class="choice">
        <legend>{t('size')}</legend>
        {SIZES.map((each) => (
          <Button
            key={each}
            pressed={size.value === each}
            onClick={() => {
              size.value = each;
            }}
          >
            {t('size.percent', { n: Number(each) })}
          </Button>
        ))}
      </fieldset>
      <label class="pass-switch">
        <input type="checkbox" checked={sound.value === 'on'} onChange={() => flip(sound)} />
        <span>
          <strong>{t('sound')}</strong>
          <small class="soft">{t('sound.what')}</small>
        </span>
      </label>
      <fieldset class="choice" data-even>
        <legend>{t('sound.try')}</legend>
        {SOUNDS.map((each) => (
          <Button key={each} icon="bell" onClick={() => play(each)}>
            {t(`sound.${each}`)}
          </Button>
        ))}
      </fieldset>
      {!expo && <PassSwitch />}
    </Dialog>
  );
}
