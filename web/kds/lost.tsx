import { clockSeconds } from '../state/place.js';
import { Icon } from '../ui/icon.js';
import './lost.css';
import type { Trust } from './trust.js';
import { t } from './words.js';

export interface LostProps {
  trust: Trust;
  /** Tickets of which the server has still to hear what was done to them here. */
  waiting: number;
}

/** The screen cannot be believed: says so, since when, and what to do. It goes by itself. */
export function Lost({ trust, waiting }: LostProps) {
  const since =
    trust.at === null ? t('lost.never') : t('lost.since', { at: clockSeconds(trust.at) });
  return (
    <section class="lost" role="alert">
      <Icon name="warning" />
      <div>
        <h2>{t('lost')}</h2>
        <p class="lost-since figures">{since}</p>
        <ul>
          <li>{t('lost.ask')}</li>
          <li>{t(trust.why === 'refused' ? 'lost.refused' : 'lost.check')}</li>
          <li>{waiting > 0 ? t('lost.waiting', { n: waiting }) : t('lost.bump')}</li>
        </ul>
      </div>
    </section>
  );
}
