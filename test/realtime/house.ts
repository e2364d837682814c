import { setImmediate as nextTurn } from 'node:timers/promises';
import { App, us_socket_local_port } from 'uWebSockets.js';
import type { Put } from '../../src/domain/decision.js';
import { KotdError } from '../../src/domain/errors.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import type { Principal } from '../../src/handlers/auth/principal.js';
import { Passwords } from '../../src/handlers/auth/passwords.js';
import { Tokens } from '../../src/handlers/auth/tokens.js';
import { type Reply, Road } from '../../src/handlers/road.js';
import type { LimitVerdict } from '../../src/limits/limits.js';
import { type Bus, LocalBus } from '../../src/realtime/bus.js';
import { openRealtime, type RealtimeDoor } from '../../src/realtime/door.js';
import type { Greeted, RealtimeObserver } from '../../src/realtime/observer.js';
import { REALTIME_DEFAULTS, type RealtimeSettings } from '../../src/realtime/settings.js';
import { Client, type Subprotocol } from './client.js';
import { registry } from './commands.js';
import { outlet, station, table } from './documents.js';
import { MemoryStore } from './store.js';

export const ORG = 'org';
export const OUTLET = 'mg-road';
export const SCOPE = { organizationId: ORG, outletId: OUTLET };
export const FOREIGN = { organizationId: 'rival', outletId: 'rival-1' };

/** One worker: an app with a socket door, and the road behind it. */
export interface Worker {
  port: number;
  door: RealtimeDoor;
  road: Road;
  seen: Seen;
}

export interface HouseOptions {
  workers?: number;
  settings?: Partial<RealtimeSettings>;
  /** Wraps the bus of a worker, to make it a bad one. */
  bus?: (bus: Bus, worker: number) => Bus;
  limit?: () => LimitVerdict | null | Promise<LimitVerdict | null>;
}

/** What `t` of tap is used for here. */
interface Teardown {
  teardown(work: () => void | Promise<void>): void;
}

/** Workers that share one store, with one outlet, two stations and a person for each role. */
export class House {
  readonly store = new MemoryStore();
  readonly workers: Worker[] = [];
  readonly failures: string[] = [];
  /** What the workers know of their store. */
  readable = true;
  /** Who a token belongs to. A missing one is not valid. */
  readonly people = new Map<string, Principal>();
  /** What `gate.pass` waits for. */
  gate: Promise<void> = Promise.resolve();
  #count = 0;

  static async open(t: Teardown, options: HouseOptions = {}): Promise<House> {
    const house = new House();
    for (const role of ['owner', 'manager', 'cashier', 'waiter', 'kitchen'] as const) {
      house.people.set(role, person(role, ORG));
    }
    house.people.set('rival', person('owner', FOREIGN.organizationId));
    await house.#put(SCOPE, [
      { collection: 'outlet', value: outlet(OUTLET) },
      { collection: 'station', value: station('grill') },
      { collection: 'station', value: station('bar') },
      { collection: 'table', value: table('t1') },
    ]);
    await house.#put(FOREIGN, [{ collection: 'outlet', value: outlet(FOREIGN.outletId) }]);
    const bus = new LocalBus();
    for (let i = 0; i < (options.workers ?? 1); i++) {
      const end = bus.connect();
      house.workers.push(house.#worker(t, options, options.bus?.(end, i) ?? end));
    }
    return house;
  }

  get worker(): Worker {
    const [first] = this.workers;
    if (!first) throw new Error('a house without workers');
    return first;
  }

  /** A socket that was welcomed. */
  async enter(
    audience: string[],
    more: {
      worker?: number;
      token?: string;
      subprotocol?: Subprotocol;
      resume?: { epoch: string; seq: number };
    } = {},
  ): Promise<Client> {
    const { worker = 0, token = 'owner', subprotocol, resume } = more;
    const client = await Client.open(this.workers[worker]?.port ?? 0, subprotocol);
    client.send({ t: 'hello', token, outlet: OUTLET, audience, ...(resume ? { resume } : {}) });
    await client.need('welcome');
    return client;
  }

  /** A command past the socket, at a worker. */
  async run(type: string, body: object = {}, worker = 0): Promise<Reply> {
    const { road } = this.workers[worker] ?? this.worker;
    this.#count++;
    const reply = await road.run({
      id: `run-${this.#count}`,
      type,
      outletId: OUTLET,
      principal: this.people.get('owner') ?? null,
      body,
      ifMatch: null,
      traceId: 'trace',
    });
    if (reply.status >= 400) throw new Error(JSON.stringify(reply.body));
    return reply;
  }

  /** Waits for a condition that other parts of this process bring about. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await nextTurn();
  }

  async #put(scope: { organizationId: string; outletId: string }, documents: Put[]) {
    await this.store.commit(scope, {
      counters: [],
      changes: () => ({ documents, events: [], result: null }),
    });
  }

  #worker(t: Teardown, options: HouseOptions, bus: Bus): Worker {
    const app = App();
    const seen = new Seen();
    const tokens = new Tokens('secret');
    const now = () => new Date().toISOString();
    const commands = registry(() => this.gate);
    const failed = (error: unknown, _traceId: string, what: string) => {
      this.failures.push(`${what}: ${error}`);
    };
    const road = new Road({
      registry: commands,
      store: this.store,
      passwords: new Passwords(1),
      tokens,
      now,
      newId: () => crypto.randomUUID(),
      published: (scope, committed) => door.publish(scope, committed),
      failed,
    });
    const door = openRealtime(app, {
      registry: commands,
      road,
      store: this.store,
      limits: { take: () => options.limit?.() ?? null },
      bus,
      settings: { ...REALTIME_DEFAULTS, ...options.settings },
      observer: seen.observer,
      readable: () => this.readable,
      authenticate: (token) => this.#authenticate(token),
      addressOf: (peer) => peer,
      now,
      traceId: () => 'trace',
      failed,
    });
    const worker = { port: 0, door, road, seen };
    app.listen('127.0.0.1', 0, (listening) => {
      if (listening) worker.port = us_socket_local_port(listening);
    });
    t.teardown(() => void app.close());
    return worker;
  }

  #authenticate(token: string): Principal {
    const principal = this.people.get(token);
    if (!principal) throw new KotdError('unauthenticated');
    if (principal.expiresAt * 1000 <= Date.now()) throw new KotdError('token_expired');
    return principal;
  }
}

export function person(
  role: Role,
  organizationId: string,
  more: Partial<Principal> = {},
): Principal {
  return {
    staffId: role,
    organizationId,
    name: role,
    role,
    outletIds: [OUTLET],
    sessionId: role,
    expiresAt: Math.floor(Date.now() / 1000) + 900,
    ...more,
  };
}

/** What an observer was told. */
class Seen {
  opened = 0;
  frames = 0;
  slow = 0;
  readonly closed: number[] = [];
  readonly greeted: Greeted[] = [];
  readonly commands: { type: string; status: number }[] = [];

  readonly observer: RealtimeObserver = {
    opened: () => {
      this.opened++;
    },
    greeted: (who) => {
      this.greeted.push(who);
    },
    closed: (code) => {
      this.closed.push(code);
    },
    command: (type, status) => {
      this.commands.push({ type, status });
    },
    frames: (count) => {
      this.frames += count;
    },
    slow: () => {
      this.slow++;
    },
  };
}
