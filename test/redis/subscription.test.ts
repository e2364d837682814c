import { EventEmitter } from 'node:events';
import t from 'tap';
import type { Connection } from '../../src/redis/connect.js';
import { Subscription } from '../../src/redis/subscription.js';
import { until } from '../until.js';

/** A connection to a cluster that refuses so many times to subscribe to a channel. */
function cluster(refusals: Record<string, number>) {
  const asked: string[] = [];
  const ssubscribe = async (channel: string) => {
    asked.push(channel);
    const left = refusals[channel] ?? 0;
    refusals[channel] = left - 1;
    if (left > 0) throw new Error('Command timed out');
  };
  const client = Object.assign(new EventEmitter(), { isCluster: true, ssubscribe });
  const connection = { client, close: () => {} } as unknown as Connection;
  return { asked, client, connection };
}

t.test('subscription: a channel of a cluster that is refused is asked for again', async (t) => {
  const { asked, client, connection } = cluster({ b: 2 });
  const subscription = new Subscription({
    open: () => connection,
    channels: ['a', 'b', 'c'],
    hear: () => {},
    broke: () => {},
  });
  t.teardown(() => subscription.close());
  client.emit('ready');
  await until(() => asked.length === 5, 'third try');
  t.same(asked, ['a', 'b', 'c', 'b', 'b']);
});

t.test('subscription: nobody asks for a connection that was replaced', async (t) => {
  const [first, second] = [cluster({ a: 1 }), cluster({ a: 1 })];
  const connections = [first.connection, second.connection];
  const subscription = new Subscription({
    open: () => connections.shift() ?? second.connection,
    channels: ['a'],
    hear: () => {},
    broke: () => {},
  });
  t.teardown(() => subscription.close());
  first.client.emit('ready');
  subscription.renew();
  second.client.emit('ready');
  await until(() => second.asked.length === 2, 'second try');
  t.same(first.asked, ['a']);
});
