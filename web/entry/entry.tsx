import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageName } from '../frame/open.js';
import { t } from '../state/words.js';
import { Waiting } from '../ui/spinner.js';
import type { Door } from './door.js';
import type { Named, Session, User } from './session.js';
import { learnPlace } from './settings.js';
import { chosenOutlet, type Stage, stageNow } from './stages.js';
import { WayIn } from './way-in.js';

/** What a page is given once somebody is in. */
export interface PageProps {
  session: Session;
  outlet: Named;
  /** Asks which outlet again, for those who may enter several. */
  leave: () => void;
}

export interface EntryProps {
  page: PageName;
  door: Door;
  /** Who may work at this page. */
  roles: readonly User['role'][];
  Page: ComponentType<PageProps>;
}

/**
 * Leads to a page, and back when the session ends, wherever it was ended: whoever is in goes on, and others
 * are shown the way in that fits this browser.
 */
export function Entry({ page, door, roles, Page }: EntryProps) {
  const [stage, setStage] = useState<Stage>({ at: 'asking' });
  const [failed, setFailed] = useState<unknown>();
  const looks = useRef(0);
  const look = async () => {
    const turn = ++looks.current;
    const next = await stageNow(page, door, roles);
    if (next.at === 'in') await learnPlace(next.session, next.outlet);
    // Two changes in a row: the first look is out of date.
    if (turn === looks.current) setStage((now) => (isSame(now, next) ? now : next));
  };
  const again = () => void look().catch(setFailed);
  useEffect(() => {
    again();
    return door.subscribe(again);
  }, [page, door]);
  // Thrown where the frame catches it: in drawing.
  if (failed !== undefined) throw failed;
  if (stage.at === 'asking') return <Waiting text={t('loading')} />;
  if (stage.at !== 'in') {
    return <WayIn page={page} door={door} stage={stage} onStage={setStage} again={again} />;
  }
  const { session, outlet } = stage;
  const leave = () => {
    chosenOutlet.value = '';
    again();
  };
  return (
    <Page key={`${session.user.id} ${outlet.id}`} session={session} outlet={outlet} leave={leave} />
  );
}

/** The same person at the same outlet: the page stays as it is, with all that was begun on it. */
function isSame(now: Stage, next: Stage): boolean {
  if (now.at !== 'in' || next.at !== 'in') return false;
  return now.session.user.id === next.session.user.id && now.outlet.id === next.outlet.id;
}
