import type { Archive, Since, StoredRecord } from '../../db/archive.js';
import type { Store } from '../../db/store.js';
import type { Section } from '../archive/write.js';
import { OperatorError } from '../command.js';
import { organizationsIn } from '../store.js';
import type { KnownOrganization, Manifest } from './manifest.js';

/**
 * How much older than the base's moment a command that came after it may say it is, in ms. A worker writes
 * down when a command came, by its own clock, and commits it seconds later at most: this is what the
 * clocks of the boxes may differ by. An answer that is missed is one that a terminal may ask for again
 * after a restore, and then its command takes effect a second time.
 */
const CLOCKS_MS = 3_600_000;

/**
 * Every organization, each as of a moment of its own; of those that the base has, what came after it.
 * @param told of each when all of it was read
 * @throws OperatorError when one is replaced meanwhile
 */
export async function* backupSections(
  store: Store & Archive,
  base: Manifest | null,
  told: (organization: KnownOrganization) => void,
): AsyncGenerator<Section> {
  const known = new Map(base?.organizations.map((one) => [one.id, one]));
  for await (const id of organizationsIn(store)) {
    const at = new Date().toISOString();
    const { epoch } = await store.position({ organizationId: id });
    const earlier = known.get(id);
    // Of one that was loaded anew nothing in the base says anything.
    const since = earlier?.epoch === epoch ? sinceOf(earlier) : undefined;
    const heads: [string | null, number][] = [];
    const records = noting(heads, store.dump(id, since));
    yield { opening: { kind: 'organization', id, at, differs: since !== undefined }, records };
    if ((await store.position({ organizationId: id })).epoch !== epoch) {
      throw new OperatorError(`organization ${id} was replaced meanwhile; run the backup again`);
    }
    told({ id, at, epoch, heads });
  }
}

function sinceOf({ at, heads }: KnownOrganization): Since {
  const commandsFrom = new Date(Date.parse(at) - CLOCKS_MS).toISOString();
  return { heads: new Map(heads), commandsFrom };
}

async function* noting(
  heads: [string | null, number][],
  records: AsyncIterable<StoredRecord>,
): AsyncGenerator<StoredRecord> {
  for await (const record of records) {
    if (record.kind === 'head') heads.push([record.outletId, record.seq]);
    yield record;
  }
}
