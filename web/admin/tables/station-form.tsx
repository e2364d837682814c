import { NameForm } from '../form/name-form.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import type { Station } from './shapes.js';

export interface StationFormProps {
  /** null: a new one. */
  station: Station | null;
  onClose: () => void;
  onSaved: () => void;
}

/** The name of a station; one that nothing leads to any more can be archived. */
export function StationForm({ station, onClose, onSaved }: StationFormProps) {
  const { command } = useOffice();
  const change = (part: { name: string } | { archived: true }) =>
    command('station.change', { stationId: station?.id ?? '', ...part }, station?.rev);
  return (
    <NameForm
      of={station?.name ?? null}
      newTitle={t('station.new')}
      label={t('station.name')}
      onSend={(name) => (station ? change({ name }) : command('station.create', { name }))}
      onArchive={() => change({ archived: true })}
      onClose={onClose}
      onChanged={onSaved}
    />
  );
}
