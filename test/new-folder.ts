import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that goes with the test. Its path is short enough for that of a socket in it (107 bytes). */
export async function newFolder(t: { teardown(work: () => Promise<void>): void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kotd-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
