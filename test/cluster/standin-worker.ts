import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { App, type HttpResponse, us_listen_socket_close } from 'uWebSockets.js';
import { joinCluster } from '../../src/cluster/worker-link.js';
import { boxClock } from '../../src/limits/clock.js';
import { Leases } from '../../src/limits/leases.js';
import { DescriptorWatch } from '../../src/ops/descriptors.js';
import { openLog } from '../../src/ops/log.js';
import { Metrics } from '../../src/ops/metrics.js';
import type { StreamMessage } from '../../src/realtime/bus.js';

// A worker without kotd: it answers what the tests of the cluster ask. `KOTD_TEST_…` makes it misbehave.
const { KOTD_TEST_DIE, KOTD_TEST_FATAL, KOTD_TEST_DEAF, KOTD_TEST_UNGUARDED } = process.env;
const { link, config } = await joinCluster();
if (KOTD_TEST_FATAL) await link.fatal(KOTD_TEST_FATAL);
if (KOTD_TEST_DIE) process.exit(3);

const metrics = new Metrics();
metrics.watch({
  counts: () => ({
    sockets: 2,
    streams: [{ outletId: 'outlet', seq: link.worker, head: 10 }],
  }),
  store: () => ({ commits: 5, conflicts: 4, duplicates: 3, queued: 2, failing: false }),
  cache: () => ({
    hits: 1,
    misses: 2,
    stale: 3,
    entries: 4,
    bytes: 5,
    lastGood: 0,
    second: null,
  }),
  breakers: () => [],
});
link.onMetricsAsk(() => metrics.json());
let housekeeper = false;
link.onHousekeeper((mine) => {
  housekeeper = mine;
});

let busHealthy = false;
link.onBusHealth((healthy) => {
  busHealthy = healthy;
});

let losses = 0;
link.onBusLost(() => {
  losses++;
});

// Patient: a loaded machine must not let calls through that the test counts.
const leases = new Leases(link.limits, boxClock, 20_000);
const heard: StreamMessage[] = [];
link.bus.onMessage((message) => {
  // How much there was of it nobody asks.
  heard.push({ ...message, events: message.events.map((event) => ({ ...event, data: {} })) });
});

const descriptors = new DescriptorWatch(openLog(config.logLevel, link.worker));
const app = App();
const guard = (res: HttpResponse, count: number) => {
  if (count < 0) descriptors.leave();
  else if (!descriptors.enter() && !KOTD_TEST_UNGUARDED) res.close();
};
app.filter(guard);
let draining = false;
let open = 0;

function answer(path: string, work: (query: URLSearchParams) => unknown): void {
  app.get(path, (res, req) => {
    const query = new URLSearchParams(req.getQuery());
    const startedAt = performance.now();
    let gone = false;
    open++;
    res.onAborted(() => {
      gone = true;
      open--;
    });
    void Promise.resolve(work(query)).then((body) => {
      if (gone) return;
      open--;
      metrics.observeRequest(path, 'GET', 200, (performance.now() - startedAt) / 1000);
      res.cork(() => end(res, typeof body === 'string' ? body : JSON.stringify(body)));
    });
  });
}

function end(res: HttpResponse, body: string): void {
  res.writeHeader('Worker', `${process.pid}`).end(body, draining);
}

answer('/pid', () => process.pid);
answer('/slow', async (query) => {
  await delay(Number(query.get('ms')));
  return process.pid;
});
answer('/about', () => ({
  pid: process.pid,
  worker: link.worker,
  first: link.first,
  housekeeper,
  busHealthy,
  losses,
  heard,
  secret: config.secret,
}));
answer('/publish', (query) => {
  const padding = 'x'.repeat(Number(query.get('bytes')));
  for (let seq = 1; seq <= Number(query.get('events')); seq++) {
    link.bus.publish({
      organizationId: 'organization',
      outletId: 'outlet',
      epoch: 'epoch',
      events: [{ seq, type: 'order.created', at: '', actor: '"quoted" ₹', data: { padding } }],
    });
  }
  return process.pid;
});
answer('/take', async (query) => {
  const limit = Number(query.get('limit'));
  const verdict = await leases.take([{ name: 'orders', key: query.get('key') ?? '', limit }]);
  return { ...verdict, pid: process.pid };
});
answer('/stall', (query) => {
  const until = performance.now() + Number(query.get('ms'));
  while (performance.now() < until);
  return process.pid;
});
answer('/metrics', () => link.metrics());

app.listen(config.host, config.port, (socket) => {
  if (!socket) return void link.fatal(`cannot listen on port ${config.port}`);
  link.onDrain(async () => {
    if (KOTD_TEST_DEAF) await new Promise(() => undefined);
    draining = true;
    // What the kernel has taken for this worker is lost with its listen socket: close it just after a
    // turn has taken everything.
    for (let turn = 1; turn <= 2; turn++) await nextTurn();
    us_listen_socket_close(socket);
    // Connections that were about to send a request get its answer, and then end.
    const until = performance.now() + 200;
    while (open > 0 || performance.now() < until) await delay(5);
    app.close();
  });
  link.ready({
    port: config.port,
    banner: [`standin on http://${config.host}:${config.port}`, 'Try first: /pid'],
  });
});
