import { useEffect, useState } from 'preact/hooks';
import type { PageProps } from '../entry/entry.js';
import { t as frame } from '../state/words.js';
import { toast } from '../ui/toast.js';
import { Waiting } from '../ui/spinner.js';
import { TillProvider } from './till/context.js';
import { Till } from './till/till.js';
import { Frame } from './till/frame.js';
import { Places } from './places.js';
import './pos.css';
import { t } from './words.js';

/** The till: tables, orders, bills, of one outlet, for whoever is in. */
export function Pos(props: PageProps) {
  const { session, outlet } = props;
  const [till, setTill] = useState<Till | null>(null);
  const [failed, setFailed] = useState<unknown>();
  useEffect(() => {
    const opening = Till.open(session, outlet, notKept);
    opening.then(setTill, setFailed);
    return () => {
      setTill(null);
      // Whoever could not open has been told; there is nothing to close.
      opening.then((opened) => opened.close()).catch(() => undefined);
    };
  }, [session, outlet]);
  // Thrown where the frame catches it: in drawing.
  if (failed !== undefined) throw failed;
  if (!till) return <Waiting text={frame('loading')} />;
  return (
    <TillProvider till={till}>
      <Frame {...props}>
        <Places />
      </Frame>
    </TillProvider>
  );
}

/** The device's disk is full, or gone: what is taken now would not outlive a reload. */
function notKept(error: unknown): void {
  console.error('keep a draft', error);
  toast({ text: t('draft.notKept'), tone: 'bad' });
}
