import { useState } from 'preact/hooks';
import type { Named } from '../entry/session.js';
import { go, linkTo } from '../state/route.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/empty-state.js';
import { Icon } from '../ui/icon.js';
import { PassSwitch } from './pass-switch.js';
import './picker.css';
import { t } from './words.js';

/** Which station the screen stands at: one, several together, or all as one. */
export function Picker({ stations }: { stations: readonly Named[] }) {
  const [several, setSeveral] = useState<readonly string[] | null>(null);
  if (stations.length === 0) {
    return (
      <EmptyState icon="kitchen" title={t('station.none')}>
        <p>{t('station.noneText')}</p>
      </EmptyState>
    );
  }
  return (
    <section class="picker">
      <header>
        <h2>{t('station.choose')}</h2>
        <p class="soft">{several === null ? t('station.hint') : t('station.hintSeveral')}</p>
      </header>
      {several === null ? (
        <ul class="stations">
          {stations.map(({ id, name }) => (
            <li key={id}>
              <a href={linkTo('stations', id)}>{name}</a>
            </li>
          ))}
          <li>
            <a href={linkTo('expo')} data-expo>
              <Icon name="bell" />
              {t('expo')}
              <small>{t('expo.what')}</small>
            </a>
          </li>
        </ul>
      ) : (
        <Several stations={stations} chosen={several} onChoose={setSeveral} />
      )}
      <footer>
        {several === null ? (
          <Button icon="plus" onClick={() => setSeveral([])}>
            {t('station.several')}
          </Button>
        ) : (
          <>
            <Button kind="quiet" icon="back" onClick={() => setSeveral(null)}>
              {t('station.one')}
            </Button>
            <Button
              kind="main"
              disabled={several.length === 0}
              onClick={() => go(['stations', ...several])}
            >
              {t('station.show', { n: several.length })}
            </Button>
          </>
        )}
      </footer>
      <PassSwitch />
    </section>
  );
}

interface SeveralProps {
  stations: readonly Named[];
  chosen: readonly string[];
  onChoose: (ids: readonly string[]) => void;
}

function Several({ stations, chosen, onChoose }: SeveralProps) {
  return (
    <fieldset class="stations" aria-label={t('station.choose')}>
      {stations.map(({ id, name }) => {
        const on = chosen.includes(id);
        return (
          <label key={id} data-on={on || undefined}>
            <input
              type="checkbox"
              checked={on}
              onChange={() => onChoose(on ? chosen.filter((one) => one !== id) : [...chosen, id])}
            />
            {name}
          </label>
        );
      })}
    </fieldset>
  );
}
