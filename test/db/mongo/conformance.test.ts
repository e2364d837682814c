import t from 'tap';
import { MongoServer, noMongo } from '../../mongo.js';
import { conformance } from '../conformance.js';
import { adapterOf } from './adapter.js';

t.test('MongoDB', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  conformance(t, adapterOf(server));
});
