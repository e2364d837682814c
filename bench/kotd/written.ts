import { type Entry, Tree } from '../../src/db/embedded/tree.js';

/** An entry as bare-lmdb-commit.js takes it, in base64. */
export interface Written {
  key: string;
  bytes: string;
  /** The key was there before: the next one who does the same writes it anew. */
  again: boolean;
}

/** What an embedded store holds more, or otherwise, after the work. Nobody else may write meanwhile. */
export async function writtenBy(folder: string, work: () => Promise<unknown>): Promise<Written[]> {
  const tree = await Tree.open(folder);
  try {
    const before = all(tree);
    await work();
    return differences(before, all(tree));
  } finally {
    await tree.close();
  }
}

export function differences(before: readonly Entry[], now: readonly Entry[]): Written[] {
  const known = new Map(before.map(({ key, text }) => [key.toString('base64'), text]));
  return now
    .map(({ key, text }) => ({ key: key.toString('base64'), text }))
    .filter(({ key, text }) => known.get(key) !== text)
    .map(({ key, text }) => ({
      key,
      bytes: Buffer.from(text).toString('base64'),
      again: known.has(key),
    }));
}

function all(tree: Tree): Entry[] {
  const [start, end] = [Buffer.of(0), Buffer.of(0xff)];
  return tree.latest().range({ start, end, limit: Number.MAX_SAFE_INTEGER });
}
