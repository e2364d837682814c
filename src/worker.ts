import { setTimeout as delay } from 'node:timers/promises';
import { ReadyBytes } from './cache/ready-bytes.js';
import { SharedBytes } from './cache/shared-bytes.js';
import { versionOf } from './cache/versions.js';
import { StartError } from './cluster/start-error.js';
import type { WorkerLink } from './cluster/worker-link.js';
import type { Config } from './config.js';
import { GuardedStore } from './db/guarded.js';
import { openStore } from './db/open.js';
import { isOutage } from './db/outage.js';
import type { Store } from './db/store.js';
import { banner } from './demo/banner.js';
import { isDemo, seedDemo } from './demo/restaurant.js';
import { Passwords } from './handlers/auth/passwords.js';
import { Principals } from './handlers/auth/principals.js';
import { Tokens } from './handlers/auth/tokens.js';
import { newId } from './handlers/ids.js';
import { registry as everything } from './handlers/index.js';
import { type Command, Road } from './handlers/road.js';
import { type HttpDoor, openHttp } from './http/door.js';
import { storeStanding } from './http/health.js';
import { keepOut, listenOn, newApp, stopListening } from './http/listening.js';
import { Peers } from './http/peers.js';
import { listenOnUnix } from './http/unix.js';
import { BoxLimits } from './limits/box.js';
import { DescriptorWatch } from './ops/descriptors.js';
import { House } from './ops/house.js';
import { openLog } from './ops/log.js';
import { Metrics } from './ops/metrics.js';
import { OutageLog } from './ops/outage.js';
import { asyncapi } from './realtime/asyncapi.js';
import { openRealtime, type RealtimeDoor } from './realtime/door.js';
import { REALTIME_DEFAULTS } from './realtime/settings.js';
import { openRedisForWorker } from './redis/open.js';
import { version } from './version.js';

const VERSION = '1';
/** How long a draining worker goes on answering on connections that are open, at least; ms. */
const LINGER_MS = 300;
const now = () => new Date().toISOString();
const clock = () => performance.now();

/** Puts a worker's parts together and opens its doors. */
export async function startWorker(link: WorkerLink, config: Config): Promise<void> {
  const log = openLog(config.logLevel, link.worker);
  const metrics = new Metrics();
  const outage = new OutageLog(log, () => store.stats().failing);
  const failed = (error: unknown, traceId: string, what: string) => {
    if (isOutage(error)) outage.met(error.cause ?? error);
    else log.error({ err: error, traceId, what }, 'unforeseen error');
  };

  const opened = await openStore(config, newId);
  const guarded =
    config.mongo === null
      ? null
      : new GuardedStore({ store: opened, settings: config, failed: (cause) => outage.met(cause) });
  const store: Store = guarded ?? opened;
  const redis =
    config.redis === null ? null : openRedisForWorker({ ...config, redis: config.redis }, log);
  const registry = everything();
  const tokens = new Tokens(config.secret);
  const passwords = new Passwords(config.passwordCost);
  const principals = new Principals(store, tokens, Date.now, redis?.revocations);
  const cache = new ReadyBytes({
    bounds: { entries: config.cacheEntries, bytes: config.cacheBytes },
    ttlMs: config.cacheTtlMs,
    clock,
    versionNow: (scope, version) => store.counterNow?.(scope, `version/${version}`) ?? 0,
    ...(redis ? { shared: new SharedBytes(redis.second, store) } : {}),
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
  const peers = new Peers(config.trustedProxies);
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
      positionChecks: config.positionChecks,
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
    addressOf: (peer, forwardedFor) => peers.addressOf(peer, forwardedFor),
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
  const breakers = () => [
    ...(guarded?.breakers ?? []),
    ...(redis ? [{ name: 'redis', state: redis.second.state }] : []),
  ];
  let busHealthy = true;
  link.onBusHealth((healthy) => {
    busHealthy = healthy;
    realtime.trustBus(healthy);
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
    version,
    probe: () => store.position({ organizationId: '' }),
    standing: () => ({
      store: storeStanding(store.stats(), guarded?.breakers ?? []),
      redis: redis === null ? 'off' : redis.second.state === 'open' ? 'open' : 'ok',
      bus: redis === null ? 'alone' : busHealthy ? 'ok' : 'silent',
    }),
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
    breakers,
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
  const own = config.sockets === null ? null : await listenOnUnix(app, config.sockets, link.worker);
  const house = new House(store, config.commandDays, log);
  link.onHousekeeper((mine) => house.keep(mine));
  link.onDrain(async (graceMs) => {
    await Promise.all([own?.close(), stopListening(socket)]);
    await drain(http, realtime, graceMs - LINGER_MS);
    descriptors.stop();
    await house.stop();
    outage.stop();
    await store.close();
    redis?.close();
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
