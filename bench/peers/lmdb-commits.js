// Commits of a peer or a limit: LMDB, and nothing but so many bytes.
import { open } from 'lmdb';

/**
 * @param {string} folder of the database
 * @returns {(texts: string[]) => Promise<void>} writes these together, under new keys; resolves when a power cut would
 *   lose nothing of it
 */
export function openCommits(folder) {
  const db = open({
    path: folder,
    noSubdir: false,
    encoding: 'string',
    keyEncoding: 'binary',
    mapSize: 64 * 2 ** 30,
  });
  let last = 0;
  return async (texts) => {
    const number = ++last;
    await db.batch(() => {
      for (const [place, text] of texts.entries()) db.put(keyOf(place, number), text);
    });
    await db.flushed;
  };
}

/** A kind of record, this process, and a number that rises: as long as keys of events and commands are. */
function keyOf(place, number) {
  const key = Buffer.alloc(40);
  key.writeUInt8(place, 0);
  key.writeUInt32BE(process.pid, 1);
  key.writeUIntBE(number, 34, 6);
  return key;
}
