import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { open, type PageName } from '../frame/open.js';
import { t } from '../state/words.js';
import { Waiting } from '../ui/spinner.js';
import { openBrowser } from './browser.js';
import { Door } from './door.js';
import { Entry, type PageProps } from './entry.js';
import type { User } from './session.js';

/** Opens a page for those who may work at it; its main.tsx does nothing else. */
export function openPage(
  name: PageName,
  roles: readonly User['role'][],
  Page: ComponentType<PageProps>,
): void {
  open(name, () => <Opening name={name} roles={roles} Page={Page} />);
}

interface OpeningProps {
  name: PageName;
  roles: readonly User['role'][];
  Page: ComponentType<PageProps>;
}

/** What the browser keeps is there after a moment. */
function Opening({ name, roles, Page }: OpeningProps) {
  const [opened, setOpened] = useState<{ door: Door } | { failed: unknown } | null>(null);
  useEffect(() => {
    openBrowser().then(
      (browser) => setOpened({ door: new Door(browser) }),
      (failed: unknown) => setOpened({ failed }),
    );
  }, []);
  if (opened === null) return <Waiting text={t('loading')} />;
  if ('failed' in opened) throw opened.failed;
  return <Entry page={name} door={opened.door} roles={roles} Page={Page} />;
}
