// The limit of writing to MongoDB: its driver, and nothing but the records that kotd writes for an order, in
// transactions of as many orders as kotd's.
import { createServer } from 'node:http';
import { BSON, MongoClient } from 'mongodb';

/** [{ collection, record, field }]: `field` is that which every order sets anew in the same record; else null. */
const records = BSON.EJSON.parse(process.env.RECORDS);
const group = Number(process.env.GROUP);
const client = new MongoClient(process.env.MONGO, { maxPoolSize: 100, minPoolSize: 10 });
await client.connect();
const db = client.db();
const again = records.filter(({ field }) => field !== null);
const once = records.filter(({ field }) => field === null);
for (const { collection, record } of again) await db.collection(collection).insertOne(record);

const session = client.startSession({ causalConsistency: false });
let written = 0;

/** One transaction. All orders are of one outlet, whose place in the stream each of them takes: one after the other. */
async function commit() {
  session.startTransaction({
    readConcern: { level: 'snapshot' },
    writeConcern: { w: 'majority', journal: true },
    readPreference: 'primary',
  });
  const first = written;
  written += group;
  for (const { collection, record, field } of again) {
    const update = { q: { _id: record._id }, u: { $set: { [field]: written } } };
    expect(await db.command({ update: collection, updates: [update] }, { session }), 1);
  }
  for (const { collection, record } of once) {
    const documents = Array.from({ length: group }, (_, at) => unlike(record, first + at));
    expect(await db.command({ insert: collection, documents }, { session }), group);
  }
  await session.commitTransaction();
}

/** As long as the record, and behind that of the order before, as kotd's are. */
function unlike(record, number) {
  const end = String(number).padStart(10, '0');
  const named = { ...record, _id: record._id.slice(0, -10) + end };
  if (record.doc) named.doc = { ...record.doc, id: record.doc.id.slice(0, -10) + end };
  return named;
}

function expect({ n }, count) {
  if (n !== count) throw new Error(`${n} of ${count} records written`);
}

async function commitFor(seconds) {
  const before = written;
  const began = performance.now();
  while (performance.now() - began < seconds * 1000) await commit();
  return (written - before) / ((performance.now() - began) / 1000);
}

const server = createServer(async ({ url }, response) => {
  const { searchParams } = new URL(url, 'http://bare');
  response.end(String(await commitFor(Number(searchParams.get('seconds')))));
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
