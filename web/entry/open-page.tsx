import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { OpenTerminal } from '../../client/terminal.js';
import { open, type PageName } from '../frame/open.js';
import { t } from '../state/words.js';
import { Waiting } from '../ui/spinner.js';
import { openBrowser } from './browser.js';
import { Door } from './door.js';
import { Entry, type PageProps } from './entry.js';
import type { User } from './session.js';

interface OpeningProps {
  name: PageName;
  /** Who may work at it. */
  roles: readonly User['role'][];
  Page: ComponentType<PageProps>;
  /** Where the page has a live view and an outbox: see open-terminal.ts. Others do not carry them. */
  openTerminal?: OpenTerminal;
}

/** Opens a page for those who may work at it; its main.tsx does nothing else. */
export function openPage(page: OpeningProps): void {
  open(page.name, () => <Opening {...page} />);
}

const noTerminal: OpenTerminal = async () => {
  throw new Error('this page has no terminal');
};

/** What the browser keeps is there after a moment. */
function Opening({ name, roles, Page, openTerminal = noTerminal }: OpeningProps) {
  const [opened, setOpened] = useState<{ door: Door } | { failed: unknown } | null>(null);
  useEffect(() => {
    openBrowser(openTerminal).then(
      (browser) => setOpened({ door: new Door(browser) }),
      (failed: unknown) => setOpened({ failed }),
    );
  }, []);
  if (opened === null) return <Waiting text={t('loading')} />;
  if ('failed' in opened) throw opened.failed;
  return <Entry page={name} door={opened.door} roles={roles} Page={Page} />;
}
