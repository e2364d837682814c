import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, MongoServerError } from 'mongodb';
import { Child, type Watch } from '../fleet/child.js';
import { findProgram, freePort, isProgram } from '../fleet/find.js';

/** How long a server may take until it is the primary, in ms. */
const START_MS = 60_000;
const REPLICA_SET = 'kotd';
/** Where .ci/services puts it. */
const INSTALLED = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'kotd/secantusdb-0.6.0b17/bin/secantusd-rs',
);

/** The one place that knows which server the tests run on. */
type Found =
  | { kind: 'given'; url: string }
  | { kind: 'mongod'; program: string }
  | { kind: 'secantus'; program: string };

const found = find();
const MISSING =
  'no MongoDB server: set KOTD_TEST_MONGO_URL, or put mongod on the PATH, or install SecantusDB' +
  ' 0.6.0b17 with pip and set KOTD_TEST_SECANTUS to its secantusd-rs';

/**
 * For the `skip` of a test: false when there is a server. CI skips nothing: there the start fails.
 */
export const noMongo: string | false = found || process.env.CI === 'true' ? false : MISSING;

export interface MongoServerOptions {
  /** Where the data lie; else a new folder that `stop` removes. */
  folder?: string;
  /** Without a replica set, which kotd refuses. */
  standalone?: boolean;
  watch?: Watch;
}

/** A MongoDB server, or what stands in for one. Each test file starts its own. */
export class MongoServer {
  /** Whether the tests started it: only then it can be killed, paused and started again. */
  readonly ours: boolean;
  readonly port: number;
  readonly #base: string;
  readonly #launch: Launch | null;
  #child: Child | null = null;

  private constructor(base: string, launch: Launch | null) {
    this.#base = base;
    this.#launch = launch;
    this.ours = launch !== null;
    this.port = Number(/:(\d+)(?:[,/?]|$)/.exec(base.replace(/^.*@/, ''))?.[1] ?? 27_017);
  }

  /** @throws Error when there is none, or it does not become the primary in time */
  static async start({ folder, standalone = false, watch = {} }: MongoServerOptions = {}) {
    if (!found) throw new Error(MISSING);
    if (found.kind === 'given' && !standalone) return new MongoServer(found.url, null);
    const program = found.kind === 'given' ? null : found;
    if (!program) throw new Error('KOTD_TEST_MONGO_URL names the one server there is');
    const data = folder ?? (await mkdtemp(join(tmpdir(), 'kotd-mongo-')));
    const port = await freePort();
    const args = argumentsOf(program.kind, data, port, standalone);
    const server = new MongoServer(`mongodb://127.0.0.1:${port}`, {
      program: program.program,
      args,
      data,
      removes: folder === undefined,
      initiates: program.kind === 'mongod' && !standalone,
      watch,
    });
    await server.#run();
    return server;
  }

  /** Address of a database, as `KOTD_STORE` takes it. `options`: `w=1&appName=x`. */
  url(database: string, options = ''): string {
    const [, servers = '', given = ''] = /^([^/]+\/\/[^/?]+)\/?\??(.*)$/.exec(this.#base) ?? [];
    const all = [given, options].filter((text) => text !== '').join('&');
    return `${servers}/${database}${all && `?${all}`}`;
  }

  /** A name that no other test has. */
  newDatabase(): string {
    return `kotd_test_${randomUUID().slice(0, 13)}`;
  }

  /** Of the process; null when it is not ours, or not running. */
  get pid(): number | null {
    return this.#child?.running ? this.#child.pid : null;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.#child?.kill();
  }

  /** The same data at the same port again; resolves when it takes writes. */
  async restart(): Promise<void> {
    await this.kill();
    await this.#run();
  }

  /** It holds its connections and answers nothing. */
  pause(): void {
    this.#child?.signal('SIGSTOP');
  }

  resume(): void {
    this.#child?.signal('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.kill();
    if (this.#launch?.removes) await rm(this.#launch.data, { recursive: true, force: true });
  }

  async #run(): Promise<void> {
    if (!this.#launch) throw new Error('This server is not ours to start');
    const { program, args, initiates, watch } = this.#launch;
    const child = new Child(program, args, undefined, watch);
    this.#child = child;
    await child.until(() => listens(this.port), START_MS);
    const client = new MongoClient(`mongodb://127.0.0.1:${this.port}/?directConnection=true`);
    try {
      if (initiates) await initiate(client, `127.0.0.1:${this.port}`);
      const hello = () => client.db('admin').command({ hello: 1 });
      await child.until(async () => (await hello()).isWritablePrimary, START_MS);
    } finally {
      await client.close();
    }
  }
}

interface Launch {
  program: string;
  args: string[];
  data: string;
  /** Whether the folder was made for this server. */
  removes: boolean;
  /** Whether it waits to be told that it is a replica set. */
  initiates: boolean;
  watch: Watch;
}

function find(): Found | null {
  const { KOTD_TEST_MONGO_URL: url, KOTD_TEST_SECANTUS: given } = process.env;
  if (url) return { kind: 'given', url };
  const mongod = findProgram('mongod');
  if (mongod) return { kind: 'mongod', program: mongod };
  const secantus = [given, findProgram('secantusd-rs'), INSTALLED];
  const program = secantus.find((path) => path && isProgram(path));
  return program ? { kind: 'secantus', program } : null;
}

function argumentsOf(kind: 'mongod' | 'secantus', data: string, port: number, alone: boolean) {
  const at = ['--port', String(port)];
  if (kind === 'secantus') {
    // Without the last flag a kill -9 takes back what was acknowledged.
    const flags = ['--cache-size', '512M', '--log-file-max', '128MB', '--sync-on-commit'];
    return [...at, '--storage-path', data, ...flags, ...(alone ? ['--standalone'] : [])];
  }
  const flags = ['--bind_ip', '127.0.0.1', '--wiredTigerCacheSizeGB', '0.5'];
  const testing = ['--setParameter', 'enableTestCommands=1'];
  const member = alone ? [] : ['--replSet', REPLICA_SET];
  return [...at, '--dbpath', data, ...flags, ...testing, ...member];
}

async function initiate(client: MongoClient, host: string): Promise<void> {
  const members = [{ _id: 0, host }];
  try {
    await client.db('admin').command({ replSetInitiate: { _id: REPLICA_SET, members } });
  } catch (error) {
    // After a restart it knows already.
    const known = error instanceof MongoServerError && error.codeName === 'AlreadyInitialized';
    if (!known) throw error;
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
