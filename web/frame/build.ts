/** The build that this page is of, by the name that web/finish.js gave it; null in the development server. */
export const BUILD = document.documentElement.dataset.build ?? null;

/** Of the cache that has its files, and of the lock that says that a page of it is open: see service-worker.js. */
const NAME = `kotd-${BUILD}`;

/** Keeps the files of this build for as long as the page is open, whatever build comes meanwhile. */
export function holdFiles(): void {
  // Missing, as the files are, on pages that came over plain http.
  void locks()?.request(NAME, { mode: 'shared' }, () => new Promise(() => {}));
}

/** The page is about to go over to another build: the files of this one go, unless another tab is of it too. */
export async function dropFiles(): Promise<void> {
  const held = (await locks()?.query())?.held ?? [];
  if (held.filter(({ name }) => name === NAME).length === 1) await caches.delete(NAME);
}

function locks(): LockManager | undefined {
  return navigator.locks as LockManager | undefined;
}
