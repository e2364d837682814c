/**
 * A program that opens a store, reads, and closes it, again and again, and says so each time with a line,
 * until it is killed.
 *
 *   node opener.js <module of the adapter> <place>
 */
import { writeSync } from 'node:fs';
import type { Adapter } from './adapter.js';
import { A } from './documents.js';

const [module = '', place = ''] = process.argv.slice(2);
const { adapter }: { adapter: Adapter } = await import(module);
for (;;) {
  const store = await adapter.openStore(place);
  const { seq } = await store.position(A);
  await store.close();
  writeSync(1, `${seq}\n`);
}
