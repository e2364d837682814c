import { randomUUID } from 'node:crypto';
import type { StoredRecord } from '../../src/db/archive.js';
import { openEmbedded } from '../../src/db/embedded/store.js';
import { isGrowing } from '../../src/db/growing.js';
import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Order } from '../../src/domain/shapes/order.js';
import { Kotd } from './server.js';
import { takeaway } from './takeaway.js';

/** With so many an order and all that belongs to it is some 24 kB of JSON. */
const DISHES = 3;

/** What guests leave in a store: their order, tickets, bill and payment, with events and kept answers. */
export interface Trace {
  organization: string;
  outlet: string;
  /** A whole dump of the restaurant before they came. */
  before: readonly StoredRecord[];
  /** In the order of a dump. */
  added: readonly StoredRecord[];
}

/** Serves guests in the demo's restaurant: they order, the kitchen is told, they get a bill and pay it. */
export async function traceOfGuests(): Promise<Trace> {
  const kotd = await Kotd.start();
  try {
    const { house, store: folder } = kotd;
    const { organization, outlet } = house;
    const before = await dumped(folder, organization);
    const say = (path: string, body: object) => house.post(outlet, path, body, randomUUID());
    const { type, lines } = await takeaway(house);
    const order = { type, lines: lines.slice(0, DISHES) };
    const { id } = (await say('/orders', order)) as Order;
    await say(`/orders/${id}/send`, {});
    const bill = (await say(`/orders/${id}/bill`, {})) as Bill;
    await say(`/bills/${bill.id}/payments`, { tender: 'cash', amount: bill.payable });
    const after = await dumped(folder, organization);
    return { organization, outlet, before, added: addedTo(before, after, outlet) };
  } finally {
    await kotd.stop();
  }
}

async function dumped(folder: string, organization: string): Promise<StoredRecord[]> {
  const store = await openEmbedded({ folder, newEpoch: randomUUID });
  try {
    const records: StoredRecord[] = [];
    for await (const record of store.dump(organization)) records.push(record);
    return records;
  } finally {
    await store.close();
  }
}

/** Not who logged in meanwhile, nor the counters that went on. */
function addedTo(
  before: readonly StoredRecord[],
  after: readonly StoredRecord[],
  outlet: string,
): StoredRecord[] {
  const known = new Set(before.map(nameOf));
  return after.filter((record) => {
    if (known.has(nameOf(record))) return false;
    if (record.kind === 'document') return isGrowing(record.collection);
    return record.kind === 'command' || (record.kind === 'event' && record.outletId === outlet);
  });
}

function nameOf(record: StoredRecord): string {
  if (record.kind === 'document') return `${record.collection} ${record.id}`;
  if (record.kind === 'command') return `command ${record.id}`;
  if (record.kind === 'event') return `event ${record.outletId} ${record.seq}`;
  return '';
}
