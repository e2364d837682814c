import type { Named } from '../entry/session.js';
import { now } from '../state/clock.js';
import { go } from '../state/route.js';
import { Badge } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { ageTone } from '../ui/timer.js';
import type { House } from './house.js';
import type { Kitchen } from './kitchen.js';
import { t } from './words.js';

export interface StationBarProps {
  kitchen: Kitchen;
  house: House;
  stations: readonly Named[];
}

/** Which stations these are, and how many tickets wait. */
export function StationBar({ kitchen, house, stations }: StationBarProps) {
  const cards = kitchen.cards.value;
  const { warnMinutes, lateMinutes } = house.minutes;
  const late = cards.filter(
    ({ createdAt }) =>
      ageTone(now.value - Date.parse(createdAt), warnMinutes, lateMinutes) === 'bad',
  ).length;
  const names = kitchen.expo ? t('expo') : stations.map(({ name }) => name).join(' + ');
  return (
    <>
      <Button
        kind="quiet"
        icon="kitchen"
        class="station-button"
        label={t('station.change', { name: names })}
        onClick={() => go(['choose'])}
      >
        {names}
      </Button>
      <Badge>{t('count.open', { n: cards.length })}</Badge>
      {late > 0 && <Badge tone="bad">{t('count.late', { n: late })}</Badge>}
    </>
  );
}
