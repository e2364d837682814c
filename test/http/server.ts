import { App, us_socket_local_port } from 'uWebSockets.js';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setImmediate as tick } from 'node:timers/promises';
import { pino } from 'pino';
import { ReadyBytes } from '../../src/cache/ready-bytes.js';
import type { SecondLevel } from '../../src/cache/second.js';
import { SharedBytes } from '../../src/cache/shared-bytes.js';
import type { CircuitSettings } from '../../src/circuit.js';
import { GuardedStore } from '../../src/db/guarded.js';
import { isOutage } from '../../src/db/outage.js';
import type { Store } from '../../src/db/store.js';
import { KotdError } from '../../src/domain/errors.js';
import type { Outlet } from '../../src/domain/shapes/organization.js';
import { Passwords } from '../../src/handlers/auth/passwords.js';
import type { Principal } from '../../src/handlers/auth/principal.js';
import { Tokens } from '../../src/handlers/auth/tokens.js';
import { Road } from '../../src/handlers/road.js';
import { type HttpDoor, type HttpParts, openHttp } from '../../src/http/door.js';
import { storeStanding } from '../../src/http/health.js';
import { Peers } from '../../src/http/peers.js';
import type { LimitedCall, LimitVerdict } from '../../src/limits/limits.js';
import { CalmLine } from '../../src/ops/calm-line.js';
import { OutageLog } from '../../src/ops/outage.js';
import { Api } from '../api.js';
import { MemoryStore } from './memory-store.js';
import { type Moods, smallRegistry } from './registry.js';

/** A request that ended, as metrics are told. */
export interface Observed {
  route: string;
  method: string;
  status: number;
  seconds: number;
}

export interface TestServer {
  port: number;
  url: string;
  api: Api;
  door: HttpDoor;
  store: MemoryStore;
  cache: ReadyBytes;
  moods: Moods;
  observed: Observed[];
  /** Log lines, parsed. */
  logged: Record<string, unknown>[];
  /** Calls that the limits were asked about. */
  counted: LimitedCall[];
  /** Resolves with the next request that ends. */
  ended(): Promise<Observed>;
  /** The breakers, if any, know of trouble. */
  degraded(): boolean;
  close(): void;
}

export interface TestOptions extends Partial<HttpParts> {
  verdict?: (call: LimitedCall) => LimitVerdict | null;
  versionNow?: boolean;
  /** Breakers around the store, as around that of a server. */
  guard?: CircuitSettings;
  second?: SecondLevel;
  now?: () => number;
}

const PEOPLE = [
  person('owner', 'owner', []),
  person('waiter', 'waiter', ['o1']),
  person('far', 'waiter', ['o2']),
];

function person(staffId: string, role: Principal['role'], outletIds: string[]): Principal {
  const { organizationId, name, sessionId } = {
    organizationId: 'g1',
    name: staffId,
    sessionId: 's',
  };
  return { staffId, organizationId, name, role, outletIds, sessionId, expiresAt: 2 ** 40 };
}

/** A real uWebSockets app on a free port, with the small registry behind the real road. */
export async function openServer(options: TestOptions = {}): Promise<TestServer> {
  const {
    verdict = () => null,
    versionNow = true,
    now = () => performance.now(),
    guard,
    second,
    ...parts
  } = options;
  const store = new MemoryStore();
  const moods: Moods = { wait: () => tick(), lists: 0, decisions: 0 };
  const registry = smallRegistry(moods);
  const observed: Observed[] = [];
  const logged: Record<string, unknown>[] = [];
  const counted: LimitedCall[] = [];
  const waiting: ((request: Observed) => void)[] = [];
  const log = pino(
    { level: 'debug' },
    { write: (line: string) => logged.push(JSON.parse(line) as Record<string, unknown>) },
  );
  await store.commit(
    { organizationId: 'g1', outletId: 'o1' },
    {
      counters: [],
      changes: () => ({
        documents: [{ collection: 'outlet', value: { id: 'o1', rev: 1 } as Outlet }],
        events: [],
        result: null,
      }),
    },
  );
  const guarded = guard
    ? new GuardedStore({ store, settings: guard, failed: (cause) => outage.met(cause) })
    : null;
  const served: Store = guarded ?? store;
  const outage = new OutageLog(log, () => served.stats().failing);
  const cache = new ReadyBytes({
    bounds: { entries: 100, bytes: 1_000_000 },
    clock: now,
    ...(versionNow
      ? { versionReader: (scope, version) => store.counterReader(scope, `version/${version}`) }
      : {}),
    ...(second ? { shared: new SharedBytes(second, served, 'test') } : {}),
  });
  const road = new Road({
    registry,
    store: served,
    passwords: new Passwords(4),
    tokens: new Tokens('test'),
    now: () => new Date().toISOString(),
    newId: randomUUID,
    published: () => {},
    failed: (error, traceId, what) => {
      if (isOutage(error)) outage.met(error.cause ?? error);
      else log.error({ err: error, traceId, what }, 'unforeseen error');
    },
  });
  const slowRequests = new CalmLine((request) => log.warn(request, 'request was slow'));
  const app = App();
  const door = openHttp(app, {
    registry,
    road,
    principals: { authenticate },
    limits: {
      take(call) {
        counted.push(call);
        return verdict(call);
      },
    },
    cache,
    asyncapi: { asyncapi: '3.0.0', filler: 'x'.repeat(2000) },
    version: '1.2.3',
    probe: () => served.position({ organizationId: '' }),
    standing: () => ({
      store: storeStanding(served.stats(), guarded?.breakers ?? []),
      redis: 'off',
      bus: 'alone',
    }),
    metrics: async () => 'kotd_up 1\n',
    metricsToken: null,
    observe(route, method, status, seconds) {
      const request = { route, method, status, seconds };
      observed.push(request);
      for (const resolve of waiting.splice(0)) resolve(request);
    },
    log,
    slow: (request) => slowRequests.say(request),
    corsOrigins: [],
    peers: new Peers([]),
    newTraceId: randomUUID,
    clock: now,
    ...parts,
  });
  const port = await new Promise<number>((resolve, reject) => {
    app.listen('127.0.0.1', 0, (socket) =>
      socket ? resolve(us_socket_local_port(socket)) : reject(new Error('no port')),
    );
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    port,
    url,
    api: new Api(url),
    door,
    store,
    cache,
    moods,
    observed,
    logged,
    counted,
    degraded: () => served.stats().failing,
    ended: () => new Promise((resolve) => waiting.push(resolve)),
    close: () => {
      outage.stop();
      void served.close();
      app.close();
    },
  };
}

/** `owner`, `waiter` and `far` are known at once; `late-owner` only after a tick. */
function authenticate(token: string): Principal | Promise<Principal> {
  if (token.startsWith('late-'))
    return tick().then(() => authenticate(token.slice('late-'.length)));
  if (token === 'expired') throw new KotdError('token_expired');
  const found = PEOPLE.find(({ staffId }) => staffId === token);
  if (!found) throw new KotdError('unauthenticated');
  return found;
}
