import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { StartError } from './cluster/start-error.js';
import type { WorkerLink } from './cluster/worker-link.js';
import type { Config } from './config.js';
import { banner } from './demo/banner.js';
import { isDemo, seedDemo } from './demo/restaurant.js';
import { keepOut, listenOn, newApp, stopListening } from './http/listening.js';
import { listenOnUnix } from './http/unix.js';
import { DescriptorWatch } from './ops/descriptors.js';
import { House } from './ops/house.js';
import { VitalSigns } from './ops/live/vitals.js';
import { flushed } from './ops/log.js';
import { Metrics } from './ops/metrics.js';
import { Watchman } from './ops/watchman.js';
import { type PageFile, readPages } from './pages/files.js';
import { KeptAssets } from './pages/kept.js';
import { type Backing, openBacking } from './worker-backing.js';
import { type Doors, openDoors } from './worker-doors.js';

/** How long a draining worker goes on answering on connections that are open, at least; ms. */
const LINGER_MS = 300;

/** Where web/build.js puts the pages, beside what the compiler makes of src/. */
const PAGES = fileURLToPath(new URL('../pages', import.meta.url));

/** Puts a worker's parts together and opens its doors. */
export async function startWorker(link: WorkerLink, config: Config): Promise<void> {
  const metrics = new Metrics();
  const backing = await openBacking(config, link.worker);
  const { store, log } = backing;
  const app = newApp();
  const descriptors = new DescriptorWatch(log);
  keepOut(app, descriptors);
  const pages = readPages(PAGES);
  const kept = new KeptAssets(join(config.data, 'pages'));
  await keep(kept, pages, log);
  const doors = openDoors(app, { link, config, backing, metrics, pages, kept });
  const sources = {
    counts: () => doors.realtime.counts(),
    store: () => store.stats(),
    mostConnections: config.mongoPoolMax,
    redisUp: backing.redis && (() => backing.standing().redis === 'ok'),
    cache: () => doors.cache.stats(),
    breakers: () => backing.breakers(),
  };
  metrics.watch(sources);
  link.onMetricsAsk(() => metrics.json());
  const signs = new VitalSigns(metrics, {
    ...sources,
    storeKind: config.mongo === null ? 'embedded' : 'mongodb',
    probe: () => store.position({ organizationId: '' }),
  });
  link.ops.onVitalsAsk(() => signs.take());

  if (config.demo && link.first) await makeDemo(doors, backing);
  const lines = banner(addressOf(config), { pages, demo: await isDemo(store) });
  const ears = await listen(app, config, link.worker);
  const house = new House(store, config.commandDays, log);
  const told = () => metrics.ticketUnseen();
  const watchman = new Watchman({ store, road: doors.road, log, told });
  doors.realtime.onEvents((message) => watchman.hear(message));
  link.onHousekeeper((mine) => {
    house.keep(mine);
    watchman.keep(mine);
  });
  link.onDrain(async (graceMs) => {
    await ears.close();
    const atHome = () => Promise.all([house.stop(), watchman.stop()]);
    await finish(doors, atHome, Math.max(0, graceMs - LINGER_MS));
    descriptors.stop();
    await backing.close();
    app.close();
    await flushed(log);
  });
  link.ready({ port: config.port, banner: lines });
}

/** Before anybody can be sent HTML that names these files. Without them only a rollout is less smooth. */
async function keep(kept: KeptAssets, pages: PageFile[], log: Backing['log']): Promise<void> {
  try {
    await kept.keep(pages);
  } catch (error) {
    log.warn({ err: error }, 'files of the pages are not kept for the time after the next upgrade');
  }
}

async function makeDemo({ road }: Doors, { store, log }: Backing): Promise<void> {
  try {
    if (await seedDemo(store, road)) log.info('made the demo');
  } catch (error) {
    log.error({ err: error }, 'the demo could not be made; going on without');
  }
}

/** Listens on the box's port and, where that is wished, on a unix socket of this worker's own. */
async function listen(
  app: ReturnType<typeof newApp>,
  { host, port, sockets }: Config,
  worker: number,
): Promise<{ close(): Promise<unknown> }> {
  const socket = await listenOn(app, host, port);
  if (!socket) throw new StartError(`cannot listen on ${host}:${port}`);
  const own = sockets === null ? null : await listenOnUnix(app, sockets, worker);
  return { close: () => Promise.all([own?.close(), stopListening(socket)]) };
}

/** Lets everybody finish, and go to another worker: at most so long. */
async function finish(
  { http, realtime }: Doors,
  atHome: () => Promise<unknown>,
  withinMs: number,
): Promise<void> {
  const enough = delay(withinMs);
  // Requests that clients were about to send on open connections are answered too, and end those.
  const http1 = Promise.all([http.drain(), delay(LINGER_MS)]).then(() => http.drain());
  await Promise.race([enough, Promise.all([http1, realtime.drain(withinMs), atHome()])]);
}

function addressOf({ host, port }: Config): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
