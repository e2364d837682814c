import { useEffect, useRef, useState } from 'preact/hooks';
import type { Session } from '../entry/session.js';
import { Kitchen } from './kitchen.js';

/** A kitchen that listens to these stations; null while it opens, or where there are none. */
export function useKitchen(
  session: Session,
  outlet: string,
  stationIds: readonly string[],
  expo: boolean,
): Kitchen | null {
  const name = `${outlet} ${expo} ${stationIds.join(' ')}`;
  const [opened, setOpened] = useState<{ name: string; kitchen: Kitchen } | null>(null);
  const [failed, setFailed] = useState<unknown>();
  // An outlet has one terminal at a time: the next one opens when the one before is closed.
  const closing = useRef<Promise<void>>(Promise.resolve());
  useEffect(() => {
    if (stationIds.length === 0) return;
    const audience = stationIds.map((id) => `kitchen/${id}` as const);
    const opening = closing.current
      .then(() => session.terminal({ outlet, audience }))
      .then((terminal) => new Kitchen(terminal, stationIds, expo));
    let here = true;
    opening.then(
      (kitchen) => here && setOpened({ name, kitchen }),
      (error: unknown) => here && setFailed(error),
    );
    return () => {
      here = false;
      closing.current = opening
        .then((kitchen) => kitchen.close())
        .catch((error: unknown) => console.error(error));
    };
  }, [session, name]);
  // Thrown where the frame catches it: in drawing.
  if (failed !== undefined) throw failed;
  return opened?.name === name ? opened.kitchen : null;
}
