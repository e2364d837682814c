import t, { type Test } from 'tap';
import type { CircuitSettings } from '../../src/circuit.js';
import { MAX_UNSENT } from '../../src/cluster/messages.js';
import { RedisBus } from '../../src/redis/bus.js';
import { Connection } from '../../src/redis/connect.js';
import {
  noOwnRedis,
  RedisCluster,
  RedisSentinel,
  RedisServer,
  startReplicated,
  until,
} from '../redis.js';
import { livedMs } from '../ticks.js';
import { Crossing } from './crossing.js';
import { connectTo, newLog, PATIENT, QUICK, SECRET } from './parts.js';

interface Box {
  bus: RedisBus;
  heard: string[];
  /** Every change of health, the newest last. */
  health: boolean[];
  lines: string[];
}

interface BoxOptions {
  /** Where it subscribes, if not where it publishes. */
  hears?: string;
  secret?: string;
  /** Until a command has failed; quick ones fail also where only the machine is slow. */
  settings?: CircuitSettings;
}

function newBox(t: Test, box: string, address: string, options: BoxOptions = {}): Box {
  const { hears = address, secret = SECRET, settings = PATIENT } = options;
  const { breakerTimeoutMs: timeoutMs } = settings;
  const log = newLog();
  const bus = new RedisBus({
    commands: connectTo(t, address, log, settings),
    openSubscriber: () => new Connection({ address: hears, timeoutMs, log: newLog(), name: 'bus' }),
    box,
    secret,
    db: 0,
    log,
  });
  t.teardown(() => bus.close());
  const heard: string[] = [];
  const health: boolean[] = [];
  bus.onBatch((json) => heard.push(json));
  bus.onHealth((healthy) => health.push(healthy));
  return { bus, heard, health, lines: log.lines };
}

const isHealthy = ({ health }: Box) => health.at(-1) === true;

/** Waits until all boxes know each other and are healthy. */
async function together(...boxes: Box[]): Promise<void> {
  await until(
    () => boxes.every((box) => isHealthy(box) && box.bus.stats.others === boxes.length - 1),
    'boxes that hear each other',
  );
}

/** Breaks something; answers how long it took until these boxes knew, in ms that they lived. */
async function noticed(boxes: Box[], breaks: () => unknown): Promise<number> {
  return await livedMs(async () => {
    await breaks();
    await until(() => boxes.every((box) => !isHealthy(box)), 'bad health', 5000);
  });
}

/** Of two lines that answer each other: neither is ever told twice in a row. */
function inTurns(t: Test, said: readonly string[], first: string): void {
  t.equal(said[0], first);
  t.ok(
    said.every((line, at) => line !== said[at - 1]),
    `${said}`,
  );
}

async function exchange(t: Test, one: Box, other: Box): Promise<void> {
  const [from, to] = [`from ${one.heard.length}`, `to ${other.heard.length}`];
  one.bus.publish(from);
  other.bus.publish(to);
  await until(() => other.heard.includes(from) && one.heard.includes(to), 'batches');
  t.notOk(one.heard.includes(from), 'a box does not hear itself');
}

t.test(
  'bus: batches go to the other boxes, in order; goodbye is no loss',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const one = newBox(t, 'one', server.url);
    const other = newBox(t, 'other', server.url);
    t.same(one.health, [false], 'nothing is proved yet');
    await together(one, other);
    const sent = Array.from({ length: 500 }, (_, at) => JSON.stringify([{ seq: at, text: '₹' }]));
    for (const json of sent) one.bus.publish(json);
    await until(() => other.heard.length === 500, 'batches');
    t.same(other.heard, sent);
    t.same(one.heard, []);
    await until(() => one.bus.stats.sent === 500, 'count');
    t.match(other.bus.stats, { received: 500, dropped: 0, refused: 0 });
    t.ok(one.bus.stats.roundTripMs > 0);
    const before = one.health.length;
    await other.bus.close();
    await until(() => one.bus.stats.others === 0, 'goodbye');
    t.equal(one.health.length, before, 'nobody is missed');
  },
);

t.test(
  'bus: what could not be published the other boxes are told to lack, once it can',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const one = newBox(t, 'one', server.url);
    const other = newBox(t, 'other', server.url);
    const losses = { one: 0, other: 0 };
    one.bus.onLoss(() => losses.one++);
    other.bus.onLoss(() => losses.other++);
    await together(one, other);
    one.bus.lost();
    one.bus.lost();
    await until(() => losses.other === 1, 'word of what the box itself lost');
    // More than may wait: the second has no room, whatever Redis does.
    one.bus.publish('x'.repeat(MAX_UNSENT + 1));
    one.bus.publish('dropped');
    await until(() => losses.other === 2, 'word of what was dropped');
    one.bus.publish('the next');
    await until(() => other.heard.includes('the next'), 'the next batch');
    t.notOk(other.heard.includes('dropped'));
    t.match(one.bus.stats, { dropped: 1 });
    t.same(losses, { one: 0, other: 2 }, 'each loss once, and nobody hears of its own');
  },
);

t.test(
  'bus: what no box of the fleet has written is counted and dropped',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const one = newBox(t, 'one', server.url);
    await together(one);
    for (const nonsense of ['', '[]', 'kotd1 batch other x 0 seal\n[]']) {
      await server.send('publish', 'kotd:0:bus:1', nonsense);
    }
    await until(() => one.bus.stats.refused === 3, 'count');
    newBox(t, 'stranger', server.url, { secret: 'another secret'.repeat(3) });
    await until(() => one.bus.stats.refused > 5, 'refused probes');
    t.equal(one.bus.stats.others, 0);
    t.same(one.heard, []);
  },
);

t.test(
  'bus: a Redis that is killed is noticed, and what it cannot take is counted',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const boxes = [newBox(t, 'one', server.url), newBox(t, 'other', server.url)] as const;
    const [one, other] = boxes;
    await together(...boxes);
    const before = one.health.length;
    const tookMs = await noticed([...boxes], () => server.kill());
    t.ok(tookMs < 2000, `${tookMs} ms`);
    one.bus.publish('lost');
    await until(() => one.bus.stats.dropped === 1, 'count');
    await server.restart();
    await together(...boxes);
    await exchange(t, one, other);
    t.same(one.health.slice(before, before + 2), [false, true]);
    const ofBus = one.lines.filter((line) => line.includes('the bus'));
    inTurns(t, ofBus, 'the bus between the boxes works');
    t.equal(ofBus.length, one.health.length - 1, 'a line for every change');
    const ofRedis = one.lines.filter((line) => line.includes('Redis'));
    inTurns(t, ofRedis, 'Redis cannot be reached; going on without');
    t.equal(ofRedis.at(-1), 'Redis is back');
    t.equal(one.lines.length, ofBus.length + ofRedis.length, `${one.lines}`);
  },
);

t.test(
  'bus: a connection that breaks for a moment is told, since batches went past it',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const road = await Crossing.open(server.port);
    t.teardown(() => road.close());
    const one = newBox(t, 'one', server.url, { hears: road.url });
    const other = newBox(t, 'other', server.url);
    await together(one, other);
    const before = one.health.length;
    const ofOther = other.health.length;
    const tookMs = await noticed([one], () => road.lead(server.port));
    t.equal(other.health.length, ofOther, 'who heard everything goes on');
    t.ok(tookMs < 250, `${tookMs} ms`);
    const brokenAt = performance.now();
    await together(one, other);
    const provedMs = performance.now() - brokenAt;
    t.ok(provedMs > 1000, `proved for long enough to look twice: ${provedMs.toFixed()} ms`);
    t.same(one.health.slice(before, before + 2), [false, true]);
  },
);

t.test(
  'bus: a Redis that hangs is noticed; little waits for it',
  { skip: noOwnRedis },
  async (t) => {
    const server = await RedisServer.own();
    t.teardown(() => server.stop());
    const settings = QUICK;
    const one = newBox(t, 'one', server.url, { settings });
    const other = newBox(t, 'other', server.url, { settings });
    const boxes = [one, other] as const;
    await together(...boxes);
    const tookMs = await noticed([...boxes], () => server.pause());
    t.ok(tookMs < 2000, `${tookMs} ms`);
    const megabyte = 'x'.repeat(1024 * 1024);
    for (let batch = 1; batch <= 20; batch++) one.bus.publish(megabyte);
    t.ok(one.bus.stats.dropped >= 11, `${one.bus.stats.dropped} of 20 MB are dropped at once`);
    server.resume();
    await together(...boxes);
    await exchange(t, one, other);
  },
);

t.test('bus: a flushed Redis loses nothing', { skip: noOwnRedis }, async (t) => {
  const server = await RedisServer.own();
  t.teardown(() => server.stop());
  const [one, other] = [newBox(t, 'one', server.url), newBox(t, 'other', server.url)];
  await together(one, other);
  const before = one.health.length;
  await server.send('flushall');
  await exchange(t, one, other);
  t.equal(one.health.length, before);
});

t.test(
  'bus: starving on a connection that looks healthy is noticed',
  { skip: noOwnRedis },
  async (t) => {
    const { master, replica } = await startReplicated();
    t.teardown(() => Promise.all([master.stop(), replica.stop()]));
    const fed = newBox(t, 'fed', master.url);
    const starving = newBox(t, 'starving', master.url, { hears: replica.url });
    await together(fed, starving);
    const tookMs = await noticed([starving], () => replica.send('replicaof', 'no', 'one'));
    t.ok(tookMs < 2000, `${tookMs} ms`);
    fed.bus.publish('lost');
    await until(() => fed.bus.stats.sent === 1, 'Redis to take it');
    t.same(starving.heard, []);
    await until(() => isHealthy(fed), 'health of who hears everybody');
    t.notOk(isHealthy(starving));
    await replica.send('replicaof', '127.0.0.1', master.port);
    await together(fed, starving);
    await exchange(t, fed, starving);
  },
);

t.test('bus: boxes on both sides of a split are missed', { skip: noOwnRedis }, async (t) => {
  const [here, there] = [await RedisServer.own(), await RedisServer.own()];
  t.teardown(() => Promise.all([here.stop(), there.stop()]));
  const road = await Crossing.open(here.port);
  t.teardown(() => road.close());
  const one = newBox(t, 'one', here.url);
  const other = newBox(t, 'other', road.url);
  await together(one, other);
  const tookMs = await noticed([one, other], () => road.lead(there.port));
  t.ok(tookMs < 2000, `${tookMs} ms`);
  await until(
    () => other.bus.stats.roundTripMs > 0 && other.lines.includes('Redis is back'),
    'Redis',
  );
  other.bus.publish('lost');
  await until(() => other.bus.stats.sent === 1, 'the other Redis to take it');
  t.notOk(isHealthy(one) || isHealthy(other), 'though each of them hears itself');
  t.same(one.heard, []);
  road.lead(here.port);
  await together(one, other);
  await exchange(t, one, other);
});

t.test('bus: a connection that went silent is replaced', { skip: noOwnRedis }, async (t) => {
  const server = await RedisServer.own();
  t.teardown(() => server.stop());
  const road = await Crossing.open(server.port);
  t.teardown(() => road.close());
  const one = newBox(t, 'one', server.url, { hears: road.url });
  const other = newBox(t, 'other', server.url);
  await together(one, other);
  await noticed([one], () => road.freeze());
  t.ok(isHealthy(other), 'it is heard, but does not hear');
  await together(one, other);
  await exchange(t, one, other);
});

t.test('bus: a box that is killed is missed', { skip: noOwnRedis }, async (t) => {
  const server = await RedisServer.own();
  t.teardown(() => server.stop());
  const one = newBox(t, 'one', server.url);
  const commands = connectTo(t, server.url);
  const open: Connection[] = [];
  const victim = new RedisBus({
    commands,
    openSubscriber: () => {
      const connection = connectTo(t, server.url);
      open.push(connection);
      return connection;
    },
    box: 'victim',
    secret: SECRET,
    db: 0,
    log: newLog(),
  });
  t.teardown(() => victim.close());
  await until(() => isHealthy(one) && one.bus.stats.others === 1, 'two boxes');
  const tookMs = await noticed([one], () => {
    for (const connection of [...open, commands]) connection.close();
  });
  t.ok(tookMs < 2000, `${tookMs} ms`);
  const heir = newBox(t, 'victim', server.url);
  await together(one, heir);
});

t.test('bus: a failover of the sentinels heals', { skip: noOwnRedis }, async (t) => {
  const sentinel = await RedisSentinel.start();
  t.teardown(() => sentinel.stop());
  const settings = QUICK;
  const one = newBox(t, 'one', sentinel.url, { settings });
  const other = newBox(t, 'other', sentinel.url, { settings });
  const boxes = [one, other] as const;
  await together(...boxes);
  const tookMs = await noticed([...boxes], () => sentinel.master.kill());
  t.ok(tookMs < 2000, `${tookMs} ms`);
  // A sentinel that stood still for two seconds trusts its clock no more, and nothing fails over for thirty.
  await until(() => boxes.every(isHealthy), 'failover', 60_000);
  await together(...boxes);
  await exchange(t, ...boxes);
});

t.test(
  'bus: on a cluster every box uses its shard, and a lost node is noticed',
  { skip: noOwnRedis },
  async (t) => {
    const cluster = await RedisCluster.start();
    t.teardown(() => cluster.stop());
    const names = ['a', 'b', 'c', 'd'];
    const boxes = names.map((name) => newBox(t, name, cluster.url));
    await together(...boxes);
    for (const [at, { bus }] of boxes.entries()) bus.publish(`batch ${at}`);
    await until(() => boxes.every(({ heard }) => heard.length === 3), 'batches');
    const used = await Promise.all(
      cluster.nodes.map(async (node) =>
        /cmdstat_spublish:calls=\d+/.test(String(await node.send('info', 'commandstats'))),
      ),
    );
    t.ok(used.filter(Boolean).length > 1, 'more than one node carries the bus');
    const [node] = cluster.nodes;
    const tookMs = await noticed(boxes, () => node?.kill());
    t.ok(tookMs < 3000, `${tookMs} ms`);
    await node?.restart();
    await together(...boxes);
    for (const [at, { bus }] of boxes.entries()) bus.publish(`again ${at}`);
    await until(() => boxes.every(({ heard }) => heard.length === 6), 'batches after the loss');
  },
);
