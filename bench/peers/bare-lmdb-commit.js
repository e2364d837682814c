// The limit of writing to the embedded store: LMDB, and nothing but the bytes that kotd writes for an order.
import { createServer } from 'node:http';
import { open } from 'lmdb';

/** [{ key, bytes, again }] in base64: `again` is a key that every order writes anew. */
const entries = JSON.parse(process.env.ENTRIES).map(({ key, bytes, again }) => ({
  key: Buffer.from(key, 'base64'),
  bytes: Buffer.from(bytes, 'base64'),
  again,
}));
const inFlight = Number(process.env.IN_FLIGHT);

// All else is as the documentation of lmdb has it: writes of a turn go together, and disks are waited for.
const db = open({
  path: process.env.FOLDER,
  noSubdir: false,
  encoding: 'binary',
  keyEncoding: 'binary',
  mapSize: 64 * 2 ** 30,
});

let written = 0;

/** All entries of one order, in one transaction; resolves when a power cut would lose nothing of it. */
async function commit() {
  const number = ++written;
  const done = db.batch(() => {
    for (const { key, bytes, again } of entries) db.put(again ? key : unlike(key, number), bytes);
  });
  await done;
  await db.flushed;
}

/** As long as the key, and behind that of the order before, as kotd's keys are. */
function unlike(key, number) {
  const own = Buffer.from(key);
  own.writeUIntBE(number, own.length - 6, 6);
  return own;
}

async function commitFor(seconds) {
  const before = written;
  const began = performance.now();
  const again = async () => {
    while (performance.now() - began < seconds * 1000) await commit();
  };
  await Promise.all(Array.from({ length: inFlight }, again));
  const took = (performance.now() - began) / 1000;
  for (const { key, again } of entries) {
    if (!again && !db.get(unlike(key, written))) throw new Error('what was committed is not there');
  }
  return (written - before) / took;
}

const server = createServer(async ({ url }, response) => {
  const { searchParams } = new URL(url, 'http://bare');
  response.end(String(await commitFor(Number(searchParams.get('seconds')))));
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
