import { inUse } from '../domain/archive.js';
import type { Collection, Documents } from '../domain/decision.js';
import type { Reader } from '../handlers/reader.js';
import { stationsOf } from './audiences.js';
import type { Snapshot } from './frames.js';

/**
 * What an audience sees of an outlet, open things only. Not one moment: each document is as it
 * stood at some time after the call, so the caller names a position that it read before, and
 * replays from there.
 */
export async function readSnapshot(
  reader: Reader,
  audiences: ReadonlySet<string>,
): Promise<Snapshot> {
  const floor = audiences.has('floor');
  const stations = stationsOf(audiences);
  const byStatus = (status: string) => ({ index: 'byStatus', equals: [status] }) as const;

  const [orders, tickets, tables, bills] = await Promise.all([
    floor ? open(reader, 'order', [byStatus('open'), byStatus('billed')]) : [],
    floor
      ? reader.all('ticket', { index: 'open' })
      : open(
          reader,
          'ticket',
          stations.flatMap((id) => [
            { index: 'openByStation', equals: [id] } as const,
            { index: 'openByFallback', equals: [id] } as const,
          ]),
        ),
    floor ? tablesInUse(reader) : [],
    audiences.has('bills')
      ? open(reader, 'bill', [byStatus('unpaid'), byStatus('partlyPaid')])
      : [],
  ]);
  return { orders, tickets, tables, bills };
}

async function tablesInUse(reader: Reader): Promise<Documents['table'][]> {
  return (await reader.all('table', { index: 'all' })).filter(inUse);
}

/** All that the queries find; what moved from one to the next meanwhile counts once. */
async function open<C extends Collection>(
  reader: Reader,
  collection: C,
  queries: readonly Parameters<typeof reader.all<C>>[1][],
): Promise<Documents[C][]> {
  const found = new Map<string, Documents[C]>();
  for (const query of queries) {
    for await (const document of reader.each(collection, query)) found.set(document.id, document);
  }
  return [...found.values()];
}
