/**
 * A program that says which epoch it found, then commits and says what was acknowledged, one line of
 * JSON for each, until it has done as many as asked, or is killed.
 *
 *   node writer.js <module of the adapter> <place> <its own name> <commits>
 */
import { writeSync } from 'node:fs';
import type { Store } from '../../src/db/store.js';
import { type Ack, TABLES } from './ack.js';
import type { Adapter } from './adapter.js';
import { A, AT, event, order } from './documents.js';

const LANES = 4;

/** One order, one change of a shared table, two events, a number and an answer: all or nothing. */
async function write(store: Store, id: string, tableId: string): Promise<Ack> {
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

/** At once, so that a kill the moment after does not take it back. */
function say(what: Ack | { epoch: string }): void {
  writeSync(1, `${JSON.stringify(what)}\n`);
}

async function main([module = '', place = '', name = '', commits = '0']: string[]): Promise<void> {
  const { adapter }: { adapter: Adapter } = await import(module);
  const store = await adapter.openStore(place);
  say({ epoch: (await store.position(A)).epoch });
  const lane = async (first: number) => {
    for (let i = first; i < Number(commits); i += LANES) {
      say(await write(store, `${name}-${i}`, TABLES[i % TABLES.length] ?? ''));
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, i) => lane(i)));
  await store.close();
}

await main(process.argv.slice(2));
