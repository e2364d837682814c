import { useEffect } from 'preact/hooks';
import type { PageName } from '../frame/open.js';
import { t } from '../state/words.js';
import { Button, LinkButton } from '../ui/button.js';
import type { Door } from './door.js';
import { EntryFrame } from './entry-frame.js';
import { Login } from './login.js';
import { Outlets } from './outlets.js';
import { Pairing } from './pairing.js';
import { Pin } from './pin.js';
import { chosenOutlet, type Stage } from './stages.js';
import { Unpair } from './unpair.js';

/** How often a server that was away is asked again; ms. */
const ASK_AGAIN_MS = 5_000;

export interface WayInProps {
  page: PageName;
  door: Door;
  stage: Exclude<Stage, { at: 'asking' | 'in' }>;
  /** Goes another way. */
  onStage: (stage: Stage) => void;
  /** Looks again who is in. */
  again: () => void;
}

/** The screen for where somebody stands. What comes of it, the door tells those who subscribed. */
export function WayIn({ page, door, stage, onStage, again }: WayInProps) {
  const other = (to: 'login' | 'pair') => (
    <Button kind="quiet" icon={to === 'login' ? 'key' : 'till'} onClick={() => onStage({ at: to })}>
      {t(`${to}.instead`)}
    </Button>
  );
  switch (stage.at) {
    case 'login':
      return (
        <Login
          page={page}
          onLogin={(email, password) => door.login(email, password)}
          others={page === 'admin' ? null : other('pair')}
        />
      );
    case 'pair':
      return <Pairing page={page} onPair={(code) => door.pair(code)} others={other('login')} />;
    case 'pin':
      return (
        <Pin
          page={page}
          outlet={stage.outlet.name}
          people={stage.people}
          onPin={({ id }, pin) => door.pin(id, pin)}
          others={other('login')}
        />
      );
    case 'away':
      return <Away page={page} again={again} />;
    case 'elsewhere':
      return (
        <EntryFrame
          page={page}
          title={t('elsewhere.title', { page: t(`page.${stage.kind}`) })}
          others={<Unpair onUnpair={() => door.unpair()} />}
        >
          <LinkButton kind="main" size="large" wide href={`/${stage.kind}`}>
            {t(`page.${stage.kind}`)}
          </LinkButton>
        </EntryFrame>
      );
    case 'stranger': {
      const { user } = stage.session;
      return (
        <EntryFrame
          page={page}
          title={user.name}
          text={t('wrong.role', { role: t(`role.${user.role}`) })}
        >
          <Button kind="main" wide icon="leave" onClick={() => void stage.session.end()}>
            {t('menu.signOut')}
          </Button>
        </EntryFrame>
      );
    }
    case 'outlet':
      return (
        <Outlets
          page={page}
          outlets={stage.session.outlets}
          onChoose={({ id }) => {
            chosenOutlet.value = id;
            again();
          }}
        />
      );
  }
}

/** Nobody is in, and the server cannot be asked who may be: it is asked again until it answers. */
function Away({ page, again }: { page: PageName; again: () => void }) {
  useEffect(() => {
    const timer = setInterval(again, ASK_AGAIN_MS);
    addEventListener('online', again);
    return () => {
      clearInterval(timer);
      removeEventListener('online', again);
    };
  });
  return (
    <EntryFrame page={page} title={t('away.title')} text={t('wrong.offline')}>
      <Button kind="main" wide onClick={again}>
        {t('retry')}
      </Button>
    </EntryFrame>
  );
}
