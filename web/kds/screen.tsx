import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PageProps } from '../entry/entry.js';
import { PageShell } from '../entry/page-shell.js';
import type { Named } from '../entry/session.js';
import { acknowledge } from './acknowledge.js';
import { Alerts } from './alerts.js';
import { Board } from './board.js';
import { stayAwake } from './device.js';
import { Hands } from './hands.js';
import { HelpDialog } from './help-dialog.js';
import type { House } from './house.js';
import type { Kitchen } from './kitchen.js';
import { listen } from './listen.js';
import { Lost } from './lost.js';
import { type DialogName, menuGroups } from './menu-groups.js';
import { obey } from './obey.js';
import { Rail } from './rail.js';
import { RecallDialog } from './recall-dialog.js';
import './screen.css';
import { SettingsDialog } from './settings-dialog.js';
import { totals } from './settings.js';
import { Sight } from './sight.js';
import { openSound } from './sound.js';
import { StationBar } from './station-bar.js';
import { Totals } from './totals.js';
import { useKeys } from './use-keys.js';

export interface ScreenProps extends PageProps {
  house: House;
  kitchen: Kitchen;
  stations: readonly Named[];
}

const CHIPS = {
  connecting: 'connecting',
  current: 'current',
  behind: 'behind',
  lost: 'offline',
} as const;

/** A kitchen screen at its stations. */
export function Screen({ house, kitchen, stations, ...page }: ScreenProps) {
  const hands = useMemo(() => new Hands(kitchen), [kitchen]);
  const sight = useMemo(() => new Sight(), []);
  const [dialog, setDialog] = useState<DialogName | null>(null);
  useEffect(() => {
    const ends = [
      hands.follow(),
      openSound(),
      stayAwake(),
      listen(kitchen, house),
      acknowledge(kitchen),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [kitchen, house, hands]);
  useKeys((action) => obey(action, hands, setDialog));
  const trust = kitchen.trust.value;
  useTrustOnRoot(trust.tone);
  // The clocks alone change what is said of the screen; the tickets are not drawn again for it.
  const board = useMemo(
    () => <Board {...{ kitchen, house, hands, sight, stations }} />,
    [kitchen, house, hands, sight, stations],
  );
  return (
    <PageShell
      page="kds"
      {...page}
      connection={{ state: CHIPS[trust.tone], at: trust.at }}
      middle={<StationBar kitchen={kitchen} house={house} stations={stations} />}
      menu={menuGroups(setDialog)}
    >
      <div class="kds" data-trust={trust.tone}>
        <div class="kds-main">
          {board}
          <Edge sight={sight} />
          {totals.value === 'on' && <Totals {...{ kitchen, house, stations }} />}
        </div>
        <div class="kds-dock">
          {trust.tone === 'lost' && <Lost trust={trust} waiting={kitchen.waiting.value} />}
          <Alerts kitchen={kitchen} house={house} hands={hands} />
          <Rail {...{ kitchen, house, hands, sight }} onDialog={setDialog} />
        </div>
      </div>
      {dialog === 'help' && <HelpDialog onClose={() => setDialog(null)} />}
      {dialog === 'settings' && (
        <SettingsDialog expo={kitchen.expo} onClose={() => setDialog(null)} />
      )}
      {dialog === 'recalls' && (
        <RecallDialog
          kitchen={kitchen}
          house={house}
          onRecall={(card) => hands.recall(card)}
          onClose={() => setDialog(null)}
        />
      )}
    </PageShell>
  );
}

/** What is cut at the lower edge fades, so that nobody takes what is to be seen for all there is. */
function Edge({ sight }: { sight: Sight }) {
  return sight.below.value > 0 ? <div class="board-edge" /> : null;
}

/** The bar of the frame belongs to the page as well: all of the screen is red, or none. */
function useTrustOnRoot(tone: string): void {
  useEffect(() => {
    document.documentElement.dataset.trust = tone;
    return () => {
      delete document.documentElement.dataset.trust;
    };
  }, [tone]);
}
