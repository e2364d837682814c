import { clockTime, number } from '../../state/place.js';
import { Badge } from '../../ui/badge.js';
import type { Ops } from './ops.js';
import { t } from '../words.js';
import { shareText } from '../share.js';
import { msText } from './sizes.js';

type Alert = Ops['alerts'][number];

/** What is watched, where it stands, and from where on it is too much. */
export function Alerts({ alerts }: { alerts: readonly Alert[] }) {
  return (
    <ul class="alerts">
      {alerts.map((alert) => (
        <li key={alert.name}>
          <span>{t(`alert.${alert.name}`)}</span>
          <span class="soft figures">
            {shown(alert, alert.value)} / {shown(alert, alert.threshold)}
          </span>
          <Badge tone={alert.firing ? 'bad' : 'good'}>
            {alert.firing && alert.since !== null
              ? t('alert.since', { at: clockTime(alert.since) })
              : t('alert.calm')}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function shown({ name }: Alert, value: number | null): string {
  if (value === null) return '–';
  if (name === 'latencyP95Ms') return msText(value);
  return name === 'storeBacklog' ? number(value) : shareText(value);
}
