import { Dialog } from '../ui/dialog.js';
import { KEYS } from './keys.js';
import './help-dialog.css';
import { t } from './words.js';

/** What the keys of a bump bar or a keyboard do. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('help')} onClose={onClose} size="wide">
      <p>{t('help.touch')}</p>
      {/* With large type it scrolls, and what scrolls must do so by keyboard too. */}
      <dl class="keys" tabIndex={0}>
        {KEYS.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key === 'Space' ? t('key.space') : key}</kbd>
              ))}
            </dt>
            <dd>{t(`key.${does}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
