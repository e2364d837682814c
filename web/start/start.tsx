import { useEffect, useState } from 'preact/hooks';
import { Preferences } from '../frame/preferences.js';
import { Mark } from '../frame/mark.js';
import type { PageName } from '../frame/open.js';
import { type ServerFacts, serverFacts } from '../state/server.js';
import { t } from '../state/words.js';
import { Icon, type IconName } from '../ui/icon.js';
import './start.css';

const PAGES: readonly (readonly [PageName, IconName])[] = [
  ['pos', 'till'],
  ['kds', 'kitchen'],
  ['admin', 'office'],
];

/** What somebody sees who only knows the server's address. */
export function Start() {
  const [facts, setFacts] = useState<ServerFacts | null>(null);
  useEffect(() => void serverFacts().then(setFacts), []);
  return (
    <main class="start">
      <header>
        <Mark size={56} />
        <h1>{t('start.title')}</h1>
        {facts?.demo && <p class="soft">{t('start.demo')}</p>}
      </header>
      <nav>
        {PAGES.map(([name, icon]) => (
          <a key={name} href={`/${name}`}>
            <Icon name={icon} />
            <strong>{t(`page.${name}`)}</strong>
            <span>{t(`page.${name}.what`)}</span>
          </a>
        ))}
      </nav>
      <footer>
        <Preferences />
      </footer>
    </main>
  );
}
