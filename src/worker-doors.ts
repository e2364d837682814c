import { ReadyBytes } from './cache/ready-bytes.js';
import { SharedBytes } from './cache/shared-bytes.js';
import { versionOf } from './cache/versions.js';
import type { WorkerLink } from './cluster/worker-link.js';
import type { Config } from './config.js';
import { DEMO_LOGINS, isDemo } from './demo/restaurant.js';
import { Operators } from './handlers/auth/operators.js';
import { Passwords } from './handlers/auth/passwords.js';
import type { Principal } from './handlers/auth/principal.js';
import { Principals } from './handlers/auth/principals.js';
import { Tokens } from './handlers/auth/tokens.js';
import { newId } from './handlers/ids.js';
import { registry as everything } from './handlers/index.js';
import { type Command, Road } from './handlers/road.js';
import { type HttpDoor, openHttp } from './http/door.js';
import type { newApp } from './http/listening.js';
import { Peers } from './http/peers.js';
import { BoxLimits } from './limits/box.js';
import { CalmLine } from './ops/calm-line.js';
import type { Metrics } from './ops/metrics.js';
import { addFacts } from './pages/facts.js';
import type { PageFile } from './pages/files.js';
import type { KeptAssets } from './pages/kept.js';
import { addPages } from './pages/pages.js';
import { asyncapi } from './realtime/asyncapi.js';
import type { StreamMessage } from './realtime/bus.js';
import { openRealtime, type RealtimeDoor } from './realtime/door.js';
import type { RealtimeObserver } from './realtime/observer.js';
import { OpsFeed } from './realtime/ops-feed.js';
import { REALTIME_DEFAULTS, type RealtimeSettings } from './realtime/settings.js';
import { version } from './version.js';
import type { Backing } from './worker-backing.js';

/** Of the protocol that sockets speak. */
const VERSION = '1';
const now = () => new Date().toISOString();
const clock = () => performance.now();

export interface DoorsParts {
  link: WorkerLink;
  config: Config;
  backing: Backing;
  metrics: Metrics;
  pages: readonly PageFile[];
  kept: KeptAssets;
}

/** The one road, and the two doors that lead to it. */
export interface Doors {
  road: Road;
  cache: ReadyBytes;
  http: HttpDoor;
  realtime: RealtimeDoor;
}

/** Puts together what serves requests and sockets, and hangs the doors on the app. */
export function openDoors(
  app: ReturnType<typeof newApp>,
  { link, config, backing, metrics, pages, kept }: DoorsParts,
): Doors {
  const { store, redis, log, failed } = backing;
  const registry = everything();
  const tokens = new Tokens(config.secret);
  const passwords = new Passwords(config.passwordCost);
  const principals = new Principals(store, tokens, Date.now, redis?.revocations);
  const cache = newCache(config, backing);
  const limits = new BoxLimits({
    rates: config,
    transport: link.limits,
    outletsOf: (organizationId) => principals.outletCount(organizationId),
  });
  const road: Road = new Road({
    registry,
    store,
    passwords,
    tokens,
    now,
    newId,
    failed,
    published: (scope, committed) => realtime.publish(scope, committed),
  });
  const peers = new Peers(config.trustedProxies);
  const operators = new Operators(store, {
    emails: config.operators,
    demoOwner: config.demo ? (DEMO_LOGINS[0]?.email ?? null) : null,
  });
  const mayWatch = (principal: Principal) => operators.has(principal);
  const ops = new OpsFeed({ mayWatch, watch: (on) => link.ops.watch(on) });
  link.ops.onOps((now) => ops.tell(now));
  const realtime: RealtimeDoor = openRealtime(app, {
    registry,
    road,
    store,
    limits,
    bus: link.bus,
    settings: socketSettings(config),
    observer: observerFor(backing, metrics),
    ops,
    readable: () => backing.readable(),
    authenticate: (token) => principals.authenticate(token),
    addressOf: (peer, forwardedFor) => peers.addressOf(peer, forwardedFor),
    now,
    traceId: newId,
    failed,
  });
  realtime.onEvents((message) => hear(message, { principals, cache, realtime }));
  let busHealthy = true;
  link.onBusHealth((healthy) => {
    busHealthy = healthy;
    realtime.trustBus(healthy);
    principals.trustBus(healthy);
  });
  link.onBusLost(() => {
    principals.doubtAll();
    cache.invalidateAll();
    realtime.doubtAll();
  });
  const slowRequests = new CalmLine((request) => log.warn(request, 'request was slow'));
  const http = openHttp(app, {
    registry,
    road: measured(road, metrics),
    principals,
    limits,
    cache,
    asyncapi: asyncapi(registry, VERSION),
    version,
    probe: () => store.position({ organizationId: '' }),
    standing: () => ({
      ...backing.standing(),
      bus: redis === null ? 'alone' : busHealthy ? 'ok' : 'silent',
    }),
    metrics: () => link.metrics(),
    metricsToken: config.metricsToken,
    monitoring: { ops: () => link.ops.now(), mayWatch },
    observe: (route, method, status, seconds) =>
      metrics.observeRequest(route, method, status, seconds),
    log,
    slow: (request) => slowRequests.say(request),
    corsOrigins: config.corsOrigins,
    peers,
    newTraceId: newId,
    clock,
    pages(table) {
      addPages(table, pages, (name) => kept.find(name));
      addFacts(table, async () => ({
        version,
        demo: (await isDemo(store)) ? DEMO_LOGINS : null,
      }));
    },
  });
  return { road, cache, http, realtime };
}

function newCache(config: Config, { store, redis }: Backing): ReadyBytes {
  return new ReadyBytes({
    bounds: { entries: config.cacheEntries, bytes: config.cacheBytes },
    ttlMs: config.cacheTtlMs,
    clock,
    versionReader: (scope, version) =>
      store.counterReader?.(scope, `version/${version}`) ?? (() => 0),
    ...(redis ? { shared: new SharedBytes(redis.second, store, config.secret) } : {}),
  });
}

function socketSettings(config: Config): RealtimeSettings {
  return {
    ...REALTIME_DEFAULTS,
    heartbeatMs: config.heartbeatMs,
    gatherMs: config.gatherMs,
    queueBytes: config.socketQueueBytes,
    resumeEvents: config.resumeEvents,
    positionChecks: config.positionChecks,
  };
}

function observerFor({ log }: Backing, metrics: Metrics): RealtimeObserver {
  const slow = new CalmLine((facts) =>
    log.warn(facts, 'a socket is closed: it does not take its frames'),
  );
  return {
    opened: () => undefined,
    greeted: (who) => log.debug(who, 'a terminal said hello'),
    closed: (code) => metrics.socketClosed(code),
    command: (type, status, seconds) => metrics.observeCommand(type, 'socket', status, seconds),
    frames: (count) => metrics.framesSent(count),
    slow: () => slow.say({}),
  };
}

/** The road as HTTP takes it; sockets tell their observer of each command. */
function measured(road: Road, metrics: Metrics): Pick<Road, 'run' | 'ask' | 'mayAsk'> {
  return {
    run: async (command: Command) => {
      const startedAt = clock();
      const reply = await road.run(command);
      const seconds = (clock() - startedAt) / 1000;
      metrics.observeCommand(command.type, 'http', reply.status, seconds);
      return reply;
    },
    ask: (question) => road.ask(question),
    mayAsk: (question) => road.mayAsk(question),
  };
}

/** What events of any box or worker make doubtful of that which is remembered here. */
function hear(
  { organizationId, outletId, events }: StreamMessage,
  {
    principals,
    cache,
    realtime,
  }: { principals: Principals; cache: ReadyBytes; realtime: RealtimeDoor },
): void {
  const scope = outletId === null ? { organizationId } : { organizationId, outletId };
  for (const event of events) {
    const doubt = principals.heard(scope, event);
    if (doubt) realtime.recheck(doubt);
    const changed = versionOf(event.type);
    if (changed && outletId) cache.invalidate({ organizationId, outletId }, changed);
  }
}
