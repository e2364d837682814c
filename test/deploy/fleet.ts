import type { FleetOptions } from '../../fleet/start.js';

/** Boxes on the embedded store, without Redis: what these tests are about is in front of them. */
export const PLAIN = { store: 'embedded', redis: false } satisfies Partial<FleetOptions>;

/** Walls that no test runs into. */
export const WIDE = { connections: 10_000, rate: 100_000 };

export const NO_LIMITS = {
  KOTD_LOG: 'error',
  KOTD_PASSWORD_COST: '12',
  KOTD_RATE_AUTH: '0',
  KOTD_RATE_ORDERS: '0',
  KOTD_RATE_OTHER: '0',
  KOTD_RATE_OUTLET: '0',
};
