/**
 * A worker in the middle of a transaction: it has written the counter that the arguments name, says so, and
 * goes on saying that it is there until it is killed.
 *
 *   node holder.js <address> <_id of the counter>
 */
import { MongoClient } from 'mongodb';
import { Sessions } from '../../../src/db/mongo/sessions.js';

const [address = '', counter = ''] = process.argv.slice(2);
const client = new MongoClient(address);
const sessions = new Sessions(client, client.db());
const session = await sessions.take();
session.startTransaction();
const counters = client.db().collection<{ _id: string }>('counter');
await counters.updateOne({ _id: counter }, { $set: { last: 100 } }, { session });
console.log('holds');
// The beat alone would let the process end.
setInterval(() => undefined, 60_000);
