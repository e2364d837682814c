import type { Store } from '../../src/db/store.js';
import type { Ack } from './ack.js';
import { A, AT, event, order } from './documents.js';

/** One order, one change of a shared table, two events, a number and an answer: all or nothing. */
export async function write(store: Store, id: string, tableId: string): Promise<Ack> {
  for (;;) {
    const table = await store.get(A, 'table', tableId);
    if (!table) throw new Error(`${tableId} is missing`);
    const outcome = await store.commit(A, {
      command: { id, fingerprint: id, at: AT },
      counters: ['invoice'],
      changes: ([invoice = 0]) => {
        const made = order(id, { number: invoice });
        const taken = { ...table, rev: table.rev + 1, orderId: id };
        return {
          documents: [
            { collection: 'order', value: made },
            { collection: 'table', value: taken },
          ],
          events: [event('order.created', { order: made }), event('table.taken', { table: taken })],
          result: invoice,
        };
      },
      answer: ({ result }) => result,
    });
    if (outcome.kind === 'committed') {
      return { id, seq: outcome.seq, invoice: outcome.changes.result };
    }
    if (outcome.kind === 'duplicate') throw new Error(`${id} was there before`);
  }
}
