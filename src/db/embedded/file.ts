import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** Where an LMDB file of this kind says what it is (MDB_MAGIC), and in which version. */
const MAGIC_AT = 24;
const MAGIC = 0xbeefc0de;
const VERSION = 2;

/**
 * lmdb-js ends the process with a segmentation fault when it opens a file that is no LMDB file.
 * @throws Error in words, when the folder holds such a file or it cannot be read
 */
export function refuseOtherFiles(folder: string): void {
  const path = join(folder, 'data.mdb');
  if (!existsSync(path)) return;
  const head = Buffer.alloc(MAGIC_AT + 8);
  const file = openSync(path, 'r');
  const length = readSync(file, head);
  closeSync(file);
  // Empty is the file that another process makes at this moment.
  if (length === 0) return;
  const known = head.readUInt32LE(MAGIC_AT) === MAGIC;
  if (!known || head.readUInt32LE(MAGIC_AT + 4) !== VERSION) {
    throw new Error(`${path} is not a file that this program can read`);
  }
}
