import type { Families } from './families.js';

/** What a worker finds when it compares its streams with the store. */
export interface LookoutStats {
  looks: number;
  failed: number;
  /** Looks that found events which a healthy bus had not brought. */
  wanting: number;
  trusted: boolean;
  slowestSeconds: number;
}

export function registerLookout(families: Families, lookout: () => LookoutStats): void {
  const looks = 'Looks at the positions of streams in the store';
  families.total('kotd_looks_total', looks, () => lookout().looks);
  const failed = 'Looks that the store did not answer';
  families.total('kotd_looks_failed_total', failed, () => lookout().failed);
  const wanting = 'Looks that found events which a healthy bus had not brought';
  families.total('kotd_looks_bus_wanting_total', wanting, () => lookout().wanting);
  const wary = 'Workers that do not trust the bus and look often';
  families.gauge('kotd_bus_untrusted', wary, () => (lookout().trusted ? 0 : 1));
  const slowest = 'The slowest look of the last minute or two';
  families.gauge('kotd_look_slowest_seconds', slowest, () => lookout().slowestSeconds, 'max');
}
