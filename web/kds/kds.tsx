import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PageProps } from '../entry/entry.js';
import { PageShell } from '../entry/page-shell.js';
import { t as frame } from '../state/words.js';
import { route } from '../state/route.js';
import { Waiting } from '../ui/spinner.js';
import { choiceOf, segmentsOf, stationsOf } from './choice.js';
import { House } from './house.js';
import './kds.css';
import { Picker } from './picker.js';
import { Screen } from './screen.js';
import { size, station } from './settings.js';
import { Trouble } from './trouble.js';
import { useKitchen } from './use-kitchen.js';

/** The kitchen display: which station it stands at, and then what there is to do. */
export function Kds(props: PageProps) {
  const { session, outlet } = props;
  const [failed, setFailed] = useState<unknown>();
  const house = useMemo(() => new House(session, outlet.id), [session, outlet.id]);
  useEffect(() => {
    house.open().catch(setFailed);
    return () => house.close();
  }, [house]);
  useSize();
  const asked = route.value;
  const choice = choiceOf(asked, station.value);
  const known = house.known.value;
  const stations = choice && known ? stationsOf(choice, known.stations) : [];
  const kitchen = useKitchen(
    session,
    outlet.id,
    stations.map(({ id }) => id),
    choice?.expo ?? false,
  );
  useEffect(() => kitchen?.tell(house), [kitchen, house]);
  const address = choice && stations.length > 0 ? segmentsOf(choice).join('/') : null;
  useEffect(() => {
    if (address !== null) station.value = address;
  }, [address]);
  // Thrown where the frame catches it: in drawing.
  if (failed !== undefined) throw failed;
  if (choice && stations.length > 0 && kitchen) {
    return <Screen {...props} house={house} kitchen={kitchen} stations={stations} />;
  }
  const waits = known === null || stations.length > 0;
  return (
    <PageShell page="kds" {...props} connection={null}>
      <div class="shell-column">
        {house.wrong.value !== null && <Trouble house={house} />}
        {waits ? <Waiting text={frame('loading')} /> : <Picker stations={known?.stations ?? []} />}
      </div>
    </PageShell>
  );
}

/** The size of all type of the page: every length is a multiple of it. */
function useSize(): void {
  const percent = size.value;
  useEffect(() => {
    document.documentElement.style.fontSize = `${percent}%`;
    return () => {
      document.documentElement.style.fontSize = '';
    };
  }, [percent]);
}
