import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Connection } from '../frame/connection.js';
import type { PageName } from '../frame/open.js';
import { Shell } from '../frame/shell.js';
import { t } from '../state/words.js';
import type { MenuGroup, MenuItem } from '../ui/menu.js';
import type { PageProps } from './entry.js';
import type { User } from './session.js';
import { UnpairDialog } from './unpair.js';

export interface PageShellProps extends PageProps {
  page: PageName;
  connection: Connection | null;
  middle?: ComponentChildren;
  menu?: readonly MenuGroup[];
  children: ComponentChildren;
}

/** Who can give a till its next code may take it away; a waiter would only lose it. */
const MANAGES: ReadonlySet<User['role']> = new Set(['owner', 'manager']);

/** The shell of a page that somebody is in, with the ways out that they have. */
export function PageShell({ session, outlet, leave, page, children, ...rest }: PageShellProps) {
  const [unpairs, setUnpairs] = useState(false);
  const items: MenuItem[] = [];
  if (session.outlets.length > 1) {
    items.push({ key: 'outlet', text: t('menu.outlet'), icon: 'outlet', run: leave });
  }
  if (!session.unattended) {
    const text = session.onDevice ? t('menu.lock') : t('menu.signOut');
    const icon = session.onDevice ? 'lock' : 'leave';
    items.push({ key: 'out', text, icon, run: () => void session.end() });
  }
  if (session.unattended || (session.onDevice && MANAGES.has(session.user.role))) {
    const run = () => setUnpairs(true);
    items.push({ key: 'unpair', text: t('menu.unpair'), icon: 'close', run });
  }
  return (
    <Shell {...rest} page={page} outlet={outlet} person={session.user} leave={[{ items }]}>
      {children}
      {unpairs && (
        <UnpairDialog onUnpair={() => session.unpair()} onClose={() => setUnpairs(false)} />
      )}
    </Shell>
  );
}
