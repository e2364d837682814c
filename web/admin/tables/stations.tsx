import { useState } from 'preact/hooks';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { ALL, useOffice } from '../office.js';
import { Shown } from '../shown.js';
import { useAsked } from '../use-asked.js';
import { t } from '../words.js';
import type { Station } from './shapes.js';
import { StationForm } from './station-form.js';

function nameOf(stations: readonly Station[], id: string): string {
  return stations.find((station) => station.id === id)?.name ?? '…';
}

/** Where dishes are cooked: each has screens of its own. */
export function Stations() {
  const { outlet, query } = useOffice();
  const [open, setOpen] = useState<Station | 'new' | null>(null);
  const asked = useAsked(outlet.id, async () => {
    const [stations, menu, settings] = await Promise.all([
      query('station.list', ALL),
      query('menu.read', {}),
      query('outlet.read', {}),
    ]);
    return { stations: stations.data, items: menu.items, settings };
  }, ['station.', 'menu.', 'outlet.']);
  return (
    <div class="tables">
      <div class="list-head">
        <p class="soft">{t('stations.text')}</p>
        <Button kind="main" icon="plus" onClick={() => setOpen('new')}>
          {t('station.add')}
        </Button>
      </div>
      <Shown of={asked}>
        {({ stations, items, settings }) => (
          <ul class="cards">
            {stations.map((station) => (
              <li key={station.id}>
                <div>
                  <h3>{station.name}</h3>
                  <p class="soft">
                    {t('station.cooks', {
                      n: items.filter(({ stationIds }) => stationIds.includes(station.id)).length,
                    })}
                  </p>
                </div>
                {station.id === settings.defaultStationId && <Badge>{t('station.default')}</Badge>}
                {station.fallbackStationId != null && (
                  <Badge>
                    {t('station.fallbackTo', {
                      name: nameOf(stations, station.fallbackStationId),
                    })}
                  </Badge>
                )}
                <Button
                  kind="quiet"
                  icon="edit"
                  label={t('changeOf', { name: station.name })}
                  onClick={() => setOpen(station)}
                />
              </li>
            ))}
          </ul>
        )}
      </Shown>
      {open && (
        <StationForm
          station={open === 'new' ? null : open}
          stations={asked.value.value?.stations ?? []}
          onClose={() => setOpen(null)}
          onSaved={() => void asked.ask()}
        />
      )}
    </div>
  );
}
