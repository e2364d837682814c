import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../../../src/db/embedded/store.js';
import type { Adapter } from '../adapter.js';

export const adapter: Adapter = {
  name: 'embedded',
  module: import.meta.url,
  newPlace: () => mkdtemp(join(tmpdir(), 'kotd-store-')),
  openStore: (folder) => openEmbedded({ folder, newEpoch: randomUUID }),
  destroy: (folder) => rm(folder, { recursive: true }),
};
