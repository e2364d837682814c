import type { Archive } from '../db/archive.js';

/** What there is to say of an organization whose presence is `part`. */
export const IN_PART =
  'it is here in part, since an import is under way or was cut off; kotd import --replace makes it whole';

/**
 * A line for each organization that an archive of everything could not take.
 * @param written those that it has: one that was erased after it was read is among them
 */
export async function leftOutOf(
  store: Archive,
  written: readonly { id: string }[],
): Promise<string[]> {
  const ids = new Set(written.map(({ id }) => id));
  const left = (await store.parts()).filter((id) => !ids.has(id));
  return left.map((id) => `left out: organization ${id}: ${IN_PART}`);
}
