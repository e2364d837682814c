/**
 * A program that says which epoch it found, then commits and says what was acknowledged, one line
 * of JSON for each, until it has done as many as asked, or is killed.
 *
 *   node writer.js <module of the adapter> <place> <its own name> <commits>
 */
import { writeSync } from 'node:fs';
import { type Ack, TABLES } from './ack.js';
import type { Adapter } from './adapter.js';
import { A } from './documents.js';
import { write } from './write.js';

const LANES = 4;

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
