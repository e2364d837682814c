import type { Registry } from 'prom-client';
import { Families } from './families.js';
import { BREAKER_STATES } from './metrics.js';

/** What a primary knows of the bus between boxes, and of the breaker before its Redis. */
export interface FleetStats {
  healthy: boolean;
  /** Other boxes that are expected to be heard. */
  others: number;
  /** How long the latest probe took to come back, in ms. */
  roundTripMs: number;
  sent: number;
  received: number;
  dropped: number;
  /** Messages that no box of this fleet has written. */
  refused: number;
  breaker: { state: 'closed' | 'halfOpen' | 'open' };
}

/** Metrics of the bus between boxes, read at each scrape. */
export function measureFleet(stats: () => FleetStats, registry: Registry): void {
  const families = new Families(registry);
  const proves = '1: the bus between boxes proves that it works';
  families.gauge('kotd_outer_bus_healthy', proves, () => (stats().healthy ? 1 : 0));
  const boxes = 'Other boxes that are expected to be heard';
  families.gauge('kotd_outer_bus_boxes', boxes, () => stats().others);
  const probe = 'Time the latest probe took to come back';
  families.gauge('kotd_outer_bus_probe_seconds', probe, () => stats().roundTripMs / 1000);
  const batches = 'Batches of stream messages between boxes; refused: not written by this fleet';
  families.counter('kotd_outer_bus_batches_total', batches, ['fate'], (counter) => {
    const { sent, received, dropped, refused } = stats();
    for (const [fate, count] of Object.entries({ sent, received, dropped, refused })) {
      counter.inc({ fate }, count);
    }
  });
  const breaker = 'Whether calls go through: 0 closed, all; 1 half open, one; 2 open, none';
  families.largest('kotd_breaker_state', breaker, ['name'], (gauge) => {
    gauge.set({ name: 'budgets' }, BREAKER_STATES[stats().breaker.state]);
  });
}
