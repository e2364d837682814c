import type { Cancel, Clock } from './ports.js';
import type { DeviceStore } from './storage.js';

/** A lease that was not renewed for this long is free; ms. */
const LASTS_MS = 6_000;
/** How often it is renewed, or asked for; ms. */
const RENEW_EVERY_MS = 2_000;

interface Lease {
  readonly holder: string;
  readonly until: number;
}

export interface LeaseParts {
  store: Pick<DeviceStore, 'update'>;
  clock: Clock;
  name: string;
  /** Names this tab among those that share the store. */
  holder: string;
  trouble(error: unknown, what: string): void;
}

/**
 * Leads by a lease in the store, where there are no Web Locks: browsers have them only on https and on this
 * machine itself, and many a till reaches its server over plain http. A tab whose timers are held back may lose
 * its lease and go on sending for a while; the server knows each command by its id.
 */
export function leadByLease(parts: LeaseParts, begin: () => void): () => void {
  const { store, clock, name, holder } = parts;
  const key = `lease/${name}`;
  let calm: Cancel = () => {};
  let leads = false;
  let given = false;

  async function ask(): Promise<void> {
    let mine = false;
    await store.update([key], ([value]) => {
      const lease = value as Lease | undefined;
      mine = !lease || lease.holder === holder || lease.until <= clock.now();
      return mine ? [[key, { holder, until: clock.now() + LASTS_MS }]] : [];
    });
    if (given || !mine || leads) return;
    leads = true;
    begin();
  }

  function go(): void {
    ask()
      .catch((error: unknown) => parts.trouble(error, 'ask for the lead'))
      .finally(() => {
        if (!given) calm = clock.after(RENEW_EVERY_MS, go);
      });
  }

  go();
  return () => {
    given = true;
    calm();
    const free = store.update([key], ([value]) =>
      (value as Lease | undefined)?.holder === holder ? [[key, undefined]] : [],
    );
    free.catch((error: unknown) => parts.trouble(error, 'give up the lead'));
  };
}
