import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { isIPv4 } from 'node:net';
import { isMongo } from './config/addresses.js';
import { type Kind, WrongValue } from './config/kinds.js';
import type { Setting } from './config/setting.js';
import { SETTINGS } from './config/table.js';

type Value<S> =
  S extends Setting<infer T, infer Preset> ? (Preset extends null ? T | null : T) : never;
type Read = { [Name in keyof typeof SETTINGS]: Value<(typeof SETTINGS)[Name]> };

/** What the primary starts with: every setting as the code uses it. Frozen. */
export interface Settings
  extends Readonly<Omit<Read, 'demo' | 'rateAddress' | 'corsOrigins' | 'trustedProxies'>> {
  readonly demo: boolean;
  readonly rateAddress: number;
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  /** Address of the MongoDB that is the store; null: the store is embedded, in `storeFolder`. */
  readonly mongo: string | null;
  readonly storeFolder: string;
  /** More than one box may share the store. */
  readonly fleet: boolean;
}

/** What a worker gets: the same with the port that was claimed and the secret that was found. */
export interface Config extends Settings {
  readonly secret: string;
}

/** One line for each setting that is wrong. */
export class SettingsError extends Error {
  readonly lines: readonly string[];
  readonly exitCode = 2;

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'SettingsError';
    this.lines = lines;
  }
}

/** Variables that only kotd's own tests use. */
const TEST_PREFIX = 'KOTD_TEST_';

/**
 * Reads every setting from the environment at once. An empty variable counts as not set; a `KOTD_`
 * variable that is no setting is a mistake too, so that no typing error passes as a default.
 * @param serves whether guests shall be served with them: else nobody needs a secret
 * @throws SettingsError
 */
export function readSettings(env: NodeJS.ProcessEnv, serves = true): Settings {
  const wrong: string[] = [];
  const known = new Set<string>(Object.values(SETTINGS).map(({ name }) => name));
  for (const name of Object.keys(env)) {
    if (!name.startsWith('KOTD_') || name.startsWith(TEST_PREFIX) || known.has(name)) continue;
    wrong.push(`${name} is not a setting`);
  }
  const values = Object.entries<Setting<unknown>>(SETTINGS).map(([key, setting]) => [
    key,
    read(setting, env[setting.name], wrong),
  ]);
  const found: Read = Object.fromEntries(values);
  const host = env.KOTD_HOST || SETTINGS.host.preset;
  const loopback = isLoopbackHost(host);
  const mongo = isMongo(found.store) ? found.store : null;
  const fleet = mongo !== null || found.redis !== null;
  if (serves && !env.KOTD_SECRET) {
    if (!loopback) {
      wrong.push(`KOTD_SECRET must be set, because KOTD_HOST ${host} is not a loopback address`);
    } else if (fleet) {
      wrong.push(
        'KOTD_SECRET must be set with KOTD_REDIS or a MongoDB: all boxes must have the same',
      );
    }
  }
  // The preset of the least gives way to a small most: see `timesOf` of db/mongo/connect.ts.
  const { mongoPoolMin: least, mongoPoolMax: most } = found;
  if (env.KOTD_MONGO_POOL_MIN && most && least > most) {
    wrong.push(`KOTD_MONGO_POOL_MIN must be at most KOTD_MONGO_POOL_MAX, which is ${most}`);
  }
  if (wrong.length > 0) throw new SettingsError(wrong);
  const data = resolve(found.data);
  return Object.freeze({
    ...found,
    data,
    mongo,
    storeFolder:
      found.store === null || mongo !== null ? join(data, 'store') : resolve(found.store),
    fleet,
    sockets: found.sockets === null ? null : resolve(found.sockets),
    workers: found.workers || availableParallelism(),
    demo: found.demo ?? loopback,
    rateAddress: found.rateAddress ?? found.rateAuth * 10,
    corsOrigins: found.corsOrigins ?? [],
    trustedProxies: found.trustedProxies ?? [],
  });
}

function read<T>({ name, kind, preset }: Setting<T>, text: string | undefined, wrong: string[]) {
  try {
    return readText(kind, text || preset);
  } catch (error) {
    if (!(error instanceof WrongValue)) throw error;
    wrong.push(`${name} must be ${error.message}`);
    return null;
  }
}

function readText<T>(kind: Kind<T>, text: string | null): T | null {
  return text === null ? null : kind.read(text);
}

/** Whether only this machine can reach what listens there. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
