import { Dialog } from '../ui/dialog.js';
import { t } from './words.js';

const KEYS = {
  floor: [['0 – 9', '/', 'F2'], ['Enter'], ['← ↑ → ↓'], ['T'], ['D'], ['B'], ['L']],
  order: [
    ['/', 'F2'],
    ['Enter'],
    ['Shift + Enter'],
    ['↓'],
    ['F4'],
    ['+', '−'],
    ['Delete'],
    ['Ctrl + Enter'],
    ['F9'],
    ['F8'],
    ['Esc'],
  ],
  bill: [['0 – 9', '.'], ['Enter'], ['P'], ['Esc']],
} as const;

/** What each key does, and what a finger can do that one would not guess. */
export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('help')} size="wide" onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse must scroll it too */}
      <div class="help" tabIndex={0}>
        <section>
          <h3>{t('help.floor')}</h3>
          <Keys of="floor" />
        </section>
        <section>
          <h3>{t('help.order')}</h3>
          <Keys of="order" />
        </section>
        <section>
          <h3>{t('help.bill')}</h3>
          <Keys of="bill" />
        </section>
        <section>
          <h3>{t('help.signs')}</h3>
          <p>{t('help.long')}</p>
          <p>{t('help.times')}</p>
          <p>{t('help.offline')}</p>
        </section>
      </div>
    </Dialog>
  );
}

function Keys({ of }: { of: keyof typeof KEYS }) {
  return (
    <dl>
      {KEYS[of].map((keys, at) => (
        <div key={keys[0]}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{t(`help.${of}.${at}` as 'help.floor.0')}</dd>
        </div>
      ))}
    </dl>
  );
}
