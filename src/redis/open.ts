import type { SecondLevel } from '../cache/second.js';
import type { CircuitSettings } from '../circuit.js';
import type { OuterBus } from '../cluster/outer-bus.js';
import type { Revocations } from '../handlers/auth/revocations.js';
import type { SharedBudgets } from '../limits/shared.js';
import { readAddress } from './address.js';
import { RedisBudgets } from './budgets.js';
import { RedisBus } from './bus.js';
import { Connection, type RedisLog } from './connect.js';
import { Guard, type GuardStats } from './guard.js';
import { RedisRevocations } from './revocations.js';
import { RedisSecondLevel } from './second.js';

/** A look whether Redis answers waits so long for it; ms. */
const LOOK_MS = 1_000;

/** The settings that this room reads. */
export interface RedisSettings extends CircuitSettings {
  /** Address, as `KOTD_REDIS` says it. */
  redis: string;
}

export interface PrimarySettings extends RedisSettings {
  /** Name of this box. */
  box: string;
  secret: string;
}

export interface PrimaryRedis {
  bus: OuterBus;
  budgets: SharedBudgets;
  stats(): RedisBus['stats'] & { breaker: GuardStats };
  /** Says goodbye to the other boxes. */
  close(): Promise<void>;
}

export interface WorkerRedis {
  second: SecondLevel;
  revocations: Revocations;
  /** Who asks now is not refused at once. */
  reachable(): boolean;
  /** Asks for a trifle. */
  answers(): Promise<boolean>;
  stats(): GuardStats;
  close(): void;
}

/** What a primary uses Redis for. Returns at once, whether Redis is there or not. */
export function openRedisForPrimary(settings: PrimarySettings, log: RedisLog): PrimaryRedis {
  const { box, secret } = settings;
  const { commands, guard } = open(settings, log, 'primary');
  const bus = new RedisBus({
    commands,
    openSubscriber: () => connect(settings, log, 'bus'),
    box,
    secret,
    db: readAddress(settings.redis).db,
    log,
  });
  return {
    bus,
    budgets: new RedisBudgets(commands, guard),
    stats: () => ({ ...bus.stats, breaker: guard.stats }),
    close: async () => {
      await bus.close();
      guard.close();
      commands.close();
    },
  };
}

/** What a worker uses Redis for. Returns at once, whether Redis is there or not. */
export function openRedisForWorker(settings: RedisSettings, log: RedisLog): WorkerRedis {
  const { commands, guard } = open(settings, log, 'worker');
  return {
    second: new RedisSecondLevel(commands, guard),
    revocations: new RedisRevocations(commands, guard),
    // A worker that seldom asks would not open its breaker for hours.
    reachable: () => commands.ready && guard.state !== 'open',
    answers: async () => (await guard.ask(() => commands.client.ping(), LOOK_MS)) !== null,
    stats: () => guard.stats,
    close: () => {
      guard.close();
      commands.close();
    },
  };
}

function open(settings: RedisSettings, log: RedisLog, name: string) {
  const commands = connect(settings, log, name);
  const guard = new Guard(settings, log);
  commands.client.on('ready', () => guard.reconnected());
  return { commands, guard };
}

function connect(settings: RedisSettings, log: RedisLog, name: string): Connection {
  const { redis: address, breakerTimeoutMs: timeoutMs } = settings;
  return new Connection({ address, timeoutMs, log, name });
}
