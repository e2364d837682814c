import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { MongoClient } from 'mongodb';
import t from 'tap';
import { connect } from '../../../src/db/mongo/connect.js';
import { Tally } from '../../../src/db/mongo/tally.js';
import { MongoServer, noMongo } from '../../mongo.js';

/** Longer than any call takes that returns at all; ms. */
const FOR_EVER = 5_000;

/** Ends all connections, and in the same turn, before anybody is told of it, begins a call. */
async function callOnEnded(client: MongoClient, sockets: readonly Socket[]) {
  const records = client.db().collection('ended');
  await records.findOne({});
  for (const socket of sockets) socket.destroy();
  const call = records.findOne({}).then(
    () => 'answered',
    () => 'refused',
  );
  return await Promise.race([call, delay(FOR_EVER, 'never returned', { ref: false })]);
}

t.test('a call on a connection that just ended', { skip: noMongo }, async (t) => {
  const server = await MongoServer.start();
  t.teardown(() => server.stop());
  const sockets: Socket[] = [];
  const listen = (message: unknown) => sockets.push((message as { socket: Socket }).socket);
  subscribe('net.client.socket', listen);
  t.teardown(() => unsubscribe('net.client.socket', listen));

  const { client } = await connect(server.url(server.newDatabase()), {}, new Tally());
  t.teardown(() => client.close(true));
  for (let i = 0; i < 5; i++) {
    t.equal(await callOnEnded(client, sockets.splice(0)), 'answered', 'on another connection');
  }
});
