import { type ComponentType, render } from 'preact';
import { useEffect } from 'preact/hooks';
import '../ui/base.css';
import { guardSecondTaps } from '../ui/second-tap.js';
import { Toasts } from '../ui/toast.js';
import { Defect } from './defect.js';
import '../state/theme.js';
import { t } from '../state/words.js';
import { followBuilds } from './update.js';

/** The pages, by the path they are at. */
export type PageName = 'pos' | 'kds' | 'admin';

/** Renders a page, and makes it open again without the server, and in its newest build. Called once, by its main.tsx. */
export function open(name: PageName | 'start', Page: ComponentType): void {
  const element = document.getElementById('page');
  if (!element) throw new Error('the HTML has no place for the page');
  guardSecondTaps();
  render(
    <Defect unattended={name === 'kds'}>
      <Title name={name} />
      <Page />
      <Toasts />
    </Defect>,
    element,
  );
  void followBuilds();
}

function Title({ name }: { name: PageName | 'start' }) {
  const title = name === 'start' ? 'kotd' : `kotd · ${t(`page.${name}`)}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}
