import { useState } from 'preact/hooks';
import { place } from '../../state/place.js';
import { ALL, useOffice } from '../office.js';
import { Shown } from '../shown.js';
import { useAsked } from '../use-asked.js';
import { t } from '../words.js';
import './settings.css';
import { SettingsForm } from './settings-form.js';

/** The settings of the outlet. */
export function Settings() {
  const { outlet, query } = useOffice();
  const [turn, setTurn] = useState(0);
  const asked = useAsked(outlet.id, async () => {
    const [settings, stations] = await Promise.all([
      query('outlet.read', {}),
      query('station.list', ALL),
    ]);
    return { settings, stations: stations.data };
  });
  return (
    <div class="office-section">
      <header class="office-head">
        <h2>{t('nav.settings')}</h2>
      </header>
      <Shown of={asked}>
        {({ settings, stations }) => (
          <SettingsForm
            key={turn}
            outlet={settings}
            stations={stations}
            onSaved={(next) => {
              asked.take((known) => ({ ...known, settings: next }));
              const { country, currency, timeZone, dayStartsAt } = next;
              place.value = { ...place.peek(), country, currency, timeZone, dayStartsAt };
            }}
            // Theirs, after somebody else changed them: the form begins anew.
            onReload={() => void asked.ask().then(() => setTurn(turn + 1))}
          />
        )}
      </Shown>
    </div>
  );
}
