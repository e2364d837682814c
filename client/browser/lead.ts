import { systemClock } from '../clock.js';
import { leadByLease } from '../lease.js';
import type { DeviceStore } from '../storage.js';
import { browserWorld } from './world.js';

/** Leads by a Web Lock, which ends with its tab; by a lease where the browser has none for this page. */
export function lead(store: DeviceStore, name: string, begin: () => void): () => void {
  const { trouble, randomBytes } = browserWorld;
  // Missing on pages that came over plain http.
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) {
    const holder = String(randomBytes(16));
    return leadByLease({ store, clock: systemClock, name, holder, trouble }, begin);
  }
  const wish = new AbortController();
  let release = (): void => {};
  const held = locks.request(name, { signal: wish.signal }, async () => {
    begin();
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  held.catch((error: unknown) => {
    if (!wish.signal.aborted) trouble(error, 'ask for the lead');
  });
  return () => {
    wish.abort();
    release();
  };
}
