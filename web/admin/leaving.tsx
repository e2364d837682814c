import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { holdRoute } from '../state/route.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { t } from './words.js';

/** Forms in which something was typed that is not sent yet. */
let unsaved = 0;
/** What waits for an answer: going elsewhere, which would lose it. */
const asked = signal<(() => void) | null>(null);
/** The answer was given: changes of place are let pass until what would be lost is gone. */
let passing = false;

/** Says that something would be lost. */
export function useUnsaved(dirty: boolean): void {
  // Before anything else can happen: whoever discards and goes on in the same moment is not asked.
  useLayoutEffect(() => {
    if (!dirty) return;
    unsaved += 1;
    passing = false;
    return () => {
      unsaved -= 1;
    };
  }, [dirty]);
}

/** Does what leads elsewhere, after asking where something would be lost by it. */
export function leaveBy(run: () => void): void {
  if (unsaved === 0) run();
  else asked.value = run;
}

/** Asks before a link, the back button or the end of the page takes away what was typed. */
export function Leaving() {
  useEffect(() => {
    const release = holdRoute(held);
    addEventListener('beforeunload', warned);
    return () => {
      release();
      removeEventListener('beforeunload', warned);
    };
  }, []);
  const run = asked.value;
  if (!run) return null;
  const stay = () => {
    asked.value = null;
  };
  return (
    <Dialog
      title={t('form.leave')}
      onClose={stay}
      actions={
        <>
          <Button autofocus onClick={stay}>
            {t('form.stay')}
          </Button>
          <Button
            kind="danger"
            onClick={() => {
              stay();
              run();
            }}
          >
            {t('form.discard')}
          </Button>
        </>
      }
    >
      <p>{t('form.leaveText')}</p>
    </Dialog>
  );
}

function held(event: HashChangeEvent): boolean {
  if (unsaved === 0 || passing) return false;
  const wanted = location.hash;
  // Back to where the form is: the address must not say another place.
  history.pushState(null, '', event.oldURL);
  asked.value = () => {
    passing = true;
    location.hash = wanted;
  };
  return true;
}

/** Browsers ask in words of their own. */
function warned(event: BeforeUnloadEvent): void {
  if (unsaved > 0) event.preventDefault();
}
