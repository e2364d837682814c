import { type ReadonlySignal, signal } from '@preact/signals';

/** Narrower than this is held in one hand: one thing at a time is shown. The stylesheets say the same. */
export const isPhone = media('(max-width: 48rem)');

/** Whether a media query holds, now and whenever the window changes. */
function media(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const holds = signal(list.matches);
  list.addEventListener('change', ({ matches }) => {
    holds.value = matches;
  });
  return holds;
}
