import { setTimeout as delay } from 'node:timers/promises';
import { ReadyBytes } from './cache/ready-bytes.js';
import { versionOf } from './cache/versions.js';
import { StartError } from './cluster/start-error.js';
import type { WorkerLink } from './cluster/worker-link.js';
import type { Config } from './config.js';
import { openStore } from './db/open.js';
import { banner } from './demo/banner.js';
import { isDemo, seedDemo } from './demo/restaurant.js';
import { Passwords } from './handlers/auth/passwords.js';
import { Principals } from './handlers/auth/principals.js';
import { Tokens } from './handlers/auth/tokens.js';
import { newId } from './handlers/ids.js';
import { registry as everything } from './handlers/index.js';
import { type Command, Road } from './handlers/road.js';
import { type HttpDoor, openHttp } from './http/door.js';
import { keepOut, listenOn, newApp, stopListening } from './http/listening.js';
import { BoxLimits } from './limits/box.js';
import { DescriptorWatch } from './ops/descriptors.js';
import { House } from './ops/house.js';
import { openLog } from './ops/log.js';
import { Metrics } from './ops/metrics.js';
import { asyncapi } from './realtime/asyncapi.js';
import { openRealtime, type RealtimeDoor } from './realtime/door.js';
import { REALTIME_DEFAULTS } from './realtime/settings.js';

const VERSION = '1';
/** How long a draining worker goes on answering on connections that are open, at least; ms. */
const LINGER_MS = 300;
const now = () => new Date().toISOString();
const clock = () => performance.now();

/** Puts a worker's parts together and opens its doors. */
export async function startWorker(link: WorkerLink, config: Config): Promise<void> {
  const log = openLog(config.logLevel, link.worker);
  const metrics = new Metrics();
  const failed = (error: unknown, traceId: string, what: string) =>
    log.error({ err: error, traceId, what }, 'unforeseen error');

  const store = await openStore(config, newId);
  const registry = everything();
  const tokens = new Tokens(config.secret);
  const passwords = new Passwords(config.passwordCost);
  const principals = new Principals(store, tokens, Date.now);
  const cache = new ReadyBytes({
    bounds: { entries: config.cacheEntries, bytes: config.cacheBytes },
    ttlMs: config.cacheTtlMs,
    clock,
    versionNow: (scope, version) => store.counterNow?.(scope, `version/${version}`) ?? 0,
  });
  const limits = new BoxLimits({
    rates: config,
    transport: link.limits,
    outletsOf: (organizationId) => principals.outletCount(organizationId),
  });

  const app = newApp();
  const descriptors = new DescriptorWatch(log);
  keepOut(app, descriptors);
  const road: Road = new Road({
    registry,
    store,
    passwords,
    tokens,
    now,
    newId,
    failed,
    published: (scope, epoch, events) => realtime.publish(scope, epoch, events),
  });
  const realtime: RealtimeDoor = openRealtime(app, {
    registry,
    road,
    store,
    limits,
    bus: link.bus,
    settings: {
      ...REALTIME_DEFAULTS,
      heartbeatMs: config.heartbeatMs,
      gatherMs: config.gatherMs,
      queueBytes: config.socketQueueBytes,
      resumeEvents: config.resumeEvents,
    },
    observer: {
      opened: () => undefined,
      greeted: (who) => log.debug(who, 'a terminal said hello'),
      closed: (code) => metrics.socketClosed(code),
      command: (type, status, seconds) => metrics.observeCommand(type, 'socket', status, seconds),
      frames: (count) => metrics.framesSent(count),
      slow: () => log.warn('a socket is closed: it does not take its frames'),
    },
    authenticate: (token) => principals.authenticate(token),
    now,
    traceId: newId,
    failed,
  });
  realtime.onEvents(({ organizationId, outletId, events }) => {
    const scope = outletId === null ? { organizationId } : { organizationId, outletId };
    for (const event of events) {
      const doubt = principals.heard(scope, event);
      if (doubt) realtime.recheck(doubt);
      const version = versionOf(event.type);
      if (version && outletId) cache.invalidate({ organizationId, outletId }, version);
    }
  });
  const http = openHttp(app, {
    registry,
    road: {
      run: async (command: Command) => {
        const startedAt = clock();
        const reply = await road.run(command);
        const seconds = (clock() - startedAt) / 1000;
        metrics.observeCommand(command.type, 'http', reply.status, seconds);
        return reply;
      },
      ask: (question) => road.ask(question),
      mayAsk: (question) => road.mayAsk(question),
    },
    principals,
    limits,
    cache,
    asyncapi: asyncapi(registry, VERSION),
    ready: async () => {
      await store.position({ organizationId: '' });
      return !store.stats().failing;
    },
    metrics: () => link.metrics(),
    metricsToken: config.metricsToken,
    observe: (route, method, status, seconds) =>
      metrics.observeRequest(route, method, status, seconds),
    log,
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    newTraceId: newId,
    clock,
  });
  metrics.watch({
    counts: () => realtime.counts(),
    store: () => store.stats(),
    cache: () => cache.stats(),
  });
  link.onMetricsAsk(() => metrics.json());

  if (config.demo && link.first) {
    try {
      if (await seedDemo(store, road)) log.info('made the demo');
    } catch (error) {
      log.error({ err: error }, 'the demo could not be made; going on without');
    }
  }
  const demo = await isDemo(store);
  const { host, port } = config;
  const socket = await listenOn(app, host, port);
  if (!socket) throw new StartError(`cannot listen on ${host}:${port}`);
  const house = new House(store, config.commandDays, log);
  link.onHousekeeper((mine) => house.keep(mine));
  link.onDrain(async (graceMs) => {
    await stopListening(socket);
    await drain(http, realtime, graceMs - LINGER_MS);
    descriptors.stop();
    await house.stop();
    await store.close();
    app.close();
    log.flush();
  });
  link.ready({ port, banner: banner(addressOf(config), demo) });
}

/** Lets everybody finish, and go to another worker: at most so long. */
async function drain(http: HttpDoor, realtime: RealtimeDoor, graceMs: number): Promise<void> {
  const enough = delay(graceMs);
  // Requests that clients were about to send on open connections are answered too, and end those.
  const http1 = Promise.all([http.drain(), delay(LINGER_MS)]).then(() => http.drain());
  await Promise.race([enough, Promise.all([http1, realtime.drain(graceMs)])]);
}

function addressOf({ host, port }: Config): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
