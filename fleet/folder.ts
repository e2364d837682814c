import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Watch } from './child.js';
import { isAlive } from './process.js';

/** Of a fleet: which process it is of, so that the next one knows what nobody needs any more. */
const OF_A_FLEET = /^kotd-fleet-(\d+)-/;

/** The temporary folder of a fleet: sockets, the log of each part, and the data where nobody wants to keep them. */
export class Folder {
  readonly path: string;
  /** Every part's log, until the fleet stops. */
  readonly logs: string;
  readonly #died: (part: string, how: string) => void;
  #partDied = false;

  private constructor(path: string, died: (part: string, how: string) => void) {
    this.path = path;
    this.logs = join(path, 'logs');
    this.#died = died;
  }

  /** A new one; those of fleets that were killed go. */
  static async make(died: (part: string, how: string) => void): Promise<Folder> {
    await removeOrphans();
    // Short, since the paths of unix sockets are.
    const folder = new Folder(await mkdtemp(join(tmpdir(), `kotd-fleet-${process.pid}-`)), died);
    await mkdir(folder.logs);
    return folder;
  }

  /** For a part: what it prints is kept, and its death is told. */
  watch(part: string): Watch {
    return {
      log: join(this.logs, `${part}.log`),
      died: (how) => {
        this.#partDied = true;
        this.#died(part, how);
      },
    };
  }

  /** Removes it. Where something failed or a part died, the logs stay; answers where they are then. */
  async remove(failed: boolean): Promise<string | null> {
    const kept =
      failed || this.#partDied ? await mkdtemp(join(tmpdir(), 'kotd-fleet-logs-')) : null;
    if (kept !== null) await rename(this.logs, kept);
    await rm(this.path, { recursive: true, force: true });
    return kept;
  }
}

async function removeOrphans(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(OF_A_FLEET.exec(name)?.[1] ?? process.pid);
    if (isAlive(pid)) continue;
    // One that is not ours to remove is somebody else's to tidy up.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}
