import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Menu, type MenuGroup } from '../ui/menu.js';
import { type Connection, ConnectionState } from './connection.js';
import { Mark } from './mark.js';
import type { PageName } from './open.js';
import { preferenceGroups } from './preferences.js';
import './shell.css';
import { t } from '../state/words.js';
import { lookSoon } from './update.js';

export interface ShellProps {
  page: PageName;
  outlet: { name: string };
  /** Who works here; a device that nobody signs in to has its own name. */
  person: { name: string; role: keyof typeof ROLES };
  /** null: the page follows no stream, and so has nothing to prove. */
  connection: Connection | null;
  /** The page's own navigation, search or counts, in the middle of the bar. */
  middle?: ComponentChildren;
  /** The page's own entries, above language and theme. */
  menu?: readonly MenuGroup[];
  /** The way out, below. */
  leave: readonly MenuGroup[];
  children: ComponentChildren;
}

const ROLES = {
  owner: 'role.owner',
  manager: 'role.manager',
  cashier: 'role.cashier',
  waiter: 'role.waiter',
  kitchen: 'role.kitchen',
  terminal: 'role.terminal',
} as const;

/** The frame of every page: where one is, who one is, and whether what is shown is true. */
export function Shell({
  page,
  outlet,
  person,
  connection,
  middle,
  menu = [],
  leave,
  children,
}: ShellProps) {
  const isCurrent = connection?.state === 'current';
  useEffect(() => {
    // It was away, and may have come back with another build.
    if (isCurrent) lookSoon();
  }, [isCurrent]);
  return (
    <div class="shell">
      <header class="shell-bar">
        <div class="shell-where">
          <Mark size={32} />
          <div>
            <h1>{outlet.name}</h1>
            <p>{t(`page.${page}`)}</p>
          </div>
        </div>
        <div class="shell-middle">{middle}</div>
        <div class="shell-end">
          {connection && <ConnectionState {...connection} />}
          <Menu
            kind="quiet"
            icon="person"
            class="shell-person"
            label={`${person.name}, ${t(ROLES[person.role])}. ${t('menu.open')}`}
            groups={[...menu, ...preferenceGroups(), ...leave]}
          >
            {person.name}
          </Menu>
        </div>
      </header>
      <main class="shell-page">{children}</main>
    </div>
  );
}
