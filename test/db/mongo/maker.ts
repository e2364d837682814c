import { once } from 'node:events';
import { MongoClient } from 'mongodb';
import { ensureSchema } from '../../../src/db/mongo/schema.js';

/** One of several processes that make the schema: connects, says so, and begins when it is told. */
const [, , url = ''] = process.argv;
const client = await MongoClient.connect(url);
const told = once(process, 'message');
process.send?.('ready');
await told;
await ensureSchema(client.db());
await client.close();
process.disconnect?.();
