import type { Test } from 'tap';
import type { Adapter } from './adapter.js';
import { dumps } from './suite/dumps.js';
import { effects } from './suite/effects.js';
import { erasures } from './suite/erasures.js';
import { housekeeping } from './suite/housekeeping.js';
import { lists } from './suite/lists.js';
import { loads } from './suite/loads.js';
import { menus } from './suite/menus.js';
import { processes } from './suite/processes.js';
import { scopes } from './suite/scopes.js';
import { streams } from './suite/streams.js';

/** What every store of kotd must do (see src/db/store.ts), tried on one. */
export function conformance(t: Test, adapter: Adapter): void {
  effects(t, adapter);
  streams(t, adapter);
  scopes(t, adapter);
  lists(t, adapter);
  menus(t, adapter);
  housekeeping(t, adapter);
  dumps(t, adapter);
  loads(t, adapter);
  erasures(t, adapter);
  processes(t, adapter);
}
