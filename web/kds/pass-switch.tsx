import { flip, pass } from './settings.js';
import { t } from './words.js';

/** Whether what is done here is handed out by another screen. */
export function PassSwitch() {
  return (
    <label class="pass-switch">
      <input type="checkbox" checked={pass.value === 'on'} onChange={() => flip(pass)} />
      <span>
        <strong>{t('pass')}</strong>
        <small class="soft">{t('pass.what')}</small>
      </span>
    </label>
  );
}
