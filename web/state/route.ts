import { computed, signal } from '@preact/signals';

const hash = signal(location.hash);

/** May keep the page where it is. */
type Hold = (event: HashChangeEvent) => boolean;
let hold: Hold | null = null;

addEventListener('hashchange', (event) => {
  if (!hold?.(event)) hash.value = location.hash;
});

/**
 * Asks before a link or the back button leads elsewhere: what answers true keeps the page where it
 * is, and puts the address back. Until what it answers is called; one at a time.
 */
export function holdRoute(asks: Hold): () => void {
  hold = asks;
  return () => {
    if (hold === asks) hold = null;
  };
}

/**
 * Where in the page one is: the segments behind `#/`, decoded; none at its start. It is in the fragment,
 * since the server knows each page by its one path, also while it cannot be asked.
 */
export const route = computed<readonly string[]>(() =>
  hash.value
    .replace(/^#\/?/, '')
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded),
);

/** The link to a place in the page: `linkTo('orders', id)`. */
export function linkTo(...segments: readonly string[]): string {
  return `#/${segments.map(encodeURIComponent).join('/')}`;
}

/** Goes there. `replace`: the back button does not lead to where one was. */
export function go(segments: readonly string[], { replace = false } = {}): void {
  const target = linkTo(...segments);
  if (replace) location.replace(target);
  else location.hash = target;
  // `hashchange` comes later; what is rendered in between would show the old place.
  hash.value = location.hash;
}

/** A link that somebody cut short is a place like any other that does not exist. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
