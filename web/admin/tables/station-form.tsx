import { useState } from 'preact/hooks';
import { SelectField } from '../../ui/field.js';
import { NameForm } from '../form/name-form.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import type { Station } from './shapes.js';

export interface StationFormProps {
  /** null: a new one. */
  station: Station | null;
  /** All there are. */
  stations: readonly Station[];
  onClose: () => void;
  onSaved: () => void;
}

/**
 * The name of a station, and whose screens show what its own do not; one that nothing leads to any
 * more can be archived.
 */
export function StationForm({ station, stations, onClose, onSaved }: StationFormProps) {
  const { command } = useOffice();
  const before = station?.fallbackStationId ?? '';
  const [fallback, setFallback] = useState(before);
  const change = (part: { name: string; fallbackStationId?: string | null } | { archived: true }) =>
    command('station.change', { stationId: station?.id ?? '', ...part }, station?.rev);
  const differs = fallback !== before;
  const fallbackStationId = fallback === '' ? null : fallback;
  const others = stations.filter(({ id }) => id !== station?.id);
  return (
    <NameForm
      of={station?.name ?? null}
      newTitle={t('station.new')}
      label={t('station.name')}
      onSend={(name) =>
        station
          ? change({ name, ...(differs ? { fallbackStationId } : {}) })
          : command('station.create', { name })
      }
      onArchive={() => change({ archived: true })}
      onClose={onClose}
      onChanged={onSaved}
      moreDirty={differs}
    >
      {station && (
        <SelectField
          label={t('station.fallback')}
          hint={t('station.fallbackHint')}
          value={fallback}
          options={[
            { value: '', text: t('station.noFallback') },
            ...others.map(({ id, name }) => ({ value: id, text: name })),
          ]}
          onChange={setFallback}
        />
      )}
    </NameForm>
  );
}
