import { floorViolations } from './invariants/floor.js';
import { kitchenViolations } from './invariants/kitchen.js';
import { moneyViolations } from './invariants/money.js';
import type { OutletRecord } from './invariants/record.js';
import { seriesViolations } from './invariants/series.js';
import { sightViolations } from './invariants/sight.js';
import { streamViolations } from './invariants/stream.js';

/**
 * Design §10 for one outlet: what does not hold, in words; nothing when all is well. Tests, the simulator and
 * the self-audit of a live server ask the same question here.
 */
export function checkOutlet(record: OutletRecord): string[] {
  return [
    ...streamViolations(record),
    ...kitchenViolations(record),
    ...sightViolations(record),
    ...moneyViolations(record),
    ...seriesViolations(record),
    ...floorViolations(record),
  ];
}
