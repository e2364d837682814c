/**
 * A program that commits until the disk takes no more, and says what was acknowledged and what was
 * refused, one line of JSON for each.
 *
 *   node filler.js <folder>
 */
import { writeSync } from 'node:fs';
import { KotdError } from '../../../src/domain/errors.js';
import { TABLES } from '../ack.js';
import { A } from '../documents.js';
import { write } from '../write.js';
import { adapter } from './adapter.js';

const say = (what: object) => writeSync(1, `${JSON.stringify(what)}\n`);

const store = await adapter.openStore(process.argv[2] ?? '');
let refused = 0;
const lane = async (name: string) => {
  for (let i = 0; refused < 20; i++) {
    try {
      say(await write(store, `${name}-${i}`, TABLES[i % TABLES.length] ?? ''));
    } catch (error) {
      refused++;
      say({ refused: error instanceof KotdError ? error.code : String(error) });
    }
  }
};
await Promise.all(['a', 'b', 'c', 'd'].map(lane));
say({ head: (await store.position(A)).seq, failing: store.stats().failing });
await store.close();
