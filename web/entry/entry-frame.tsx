import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Mark } from '../frame/mark.js';
import type { PageName } from '../frame/open.js';
import { Preferences } from '../frame/preferences.js';
import { t } from '../state/words.js';
import './entry.css';

export interface EntryFrameProps {
  page: PageName;
  title: string;
  /** What to do, below the title. */
  text?: string;
  size?: 'normal' | 'wide';
  /** Other ways in. */
  others?: ComponentChildren;
  children: ComponentChildren;
}

/** Around every screen that stands before a page. */
export function EntryFrame({
  page,
  title,
  text,
  size = 'normal',
  others,
  children,
}: EntryFrameProps) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    // Where there is a keyboard: on a phone the one on the screen would cover what it is for.
    if (matchMedia('(hover: hover)').matches) card.current?.querySelector('input')?.focus();
  }, [title]);
  return (
    <div class="entry">
      <div class="entry-stub">
        <Mark size={44} />
        <div>
          <strong>{t(`page.${page}`)}</strong>
          <p>{t(`page.${page}.what`)}</p>
        </div>
      </div>
      <div class="entry-side">
        <header>
          <Preferences />
        </header>
        <main>
          <section class="entry-card" data-size={size} ref={card}>
            <header>
              <h1>{title}</h1>
              {text && <p class="soft">{text}</p>}
            </header>
            {children}
          </section>
        </main>
        <footer>{others}</footer>
      </div>
    </div>
  );
}
