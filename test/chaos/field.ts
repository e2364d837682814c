import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Front } from '../../fleet/front.js';
import { childrenOf, signalTo } from '../../fleet/process.js';
import { WIDE } from '../deploy/fleet.js';
import { Kotd } from '../kotd.js';
import { MongoServer } from '../mongo.js';
import { RedisServer } from '../redis.js';
import { SECRET } from '../store-settings.js';
import { Wire } from './wire.js';

interface Wires {
  mongo: Wire | null;
  redis: Wire | null;
}

/** Where a box keeps its data, and the program it is started through; see `Kotd.start`. */
export interface BoxPlace {
  folder?: string;
  through?: readonly string[];
}

/** One machine of the fleet: on a loopback address of its own, on wires of its own. */
export class Box {
  readonly name: string;
  /** To the database and to Redis; null where the box has none. */
  readonly mongo: Wire | null;
  readonly redis: Wire | null;
  readonly folder: string;
  readonly #settings: Record<string, string>;
  readonly #through: readonly string[];
  kotd: Kotd;

  private constructor(
    name: string,
    wires: Wires,
    settings: Record<string, string>,
    folder: string,
    through: readonly string[],
    kotd: Kotd,
  ) {
    this.name = name;
    this.mongo = wires.mongo;
    this.redis = wires.redis;
    this.#settings = settings;
    this.#through = through;
    this.folder = folder;
    this.kotd = kotd;
  }

  static async start(
    number: number,
    wires: Wires,
    settings: Record<string, string>,
    { folder: given, through = [] }: BoxPlace,
  ): Promise<Box> {
    const name = `box-${number}`;
    const folder = given ?? (await mkdtemp(join(tmpdir(), `kotd-${name}-`)));
    const own = { KOTD_HOST: `127.0.1.${number}`, KOTD_BOX: name, ...settings };
    const kotd = await Kotd.start(own, folder, through);
    const port = new URL(kotd.url).port;
    return new Box(name, wires, { ...own, KOTD_PORT: port }, folder, through, kotd);
  }

  get url(): string {
    return this.kotd.url;
  }

  /** Process ids of the workers that there are. */
  async workers(): Promise<number[]> {
    return await childrenOf(this.kotd.process.pid).catch(() => []);
  }

  /** Sends a signal to every process of the box at once: what a machine's crash looks like to others. */
  async signalAll(signal: NodeJS.Signals): Promise<void> {
    const workers = await this.workers();
    const gone = signal === 'SIGKILL' ? this.kotd.stop('SIGKILL') : null;
    if (!gone) this.kotd.process.kill(signal);
    for (const pid of workers) signalTo(pid, signal);
    await gone;
  }

  /** The same box again: same data, same address. */
  async restart(): Promise<void> {
    await this.kotd.stop();
    this.kotd = await Kotd.start(this.#settings, this.folder, this.#through);
  }

  async remove(): Promise<void> {
    await this.kotd.stop();
    await Promise.all([this.mongo?.close(), this.redis?.close()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

export interface FieldOptions {
  boxes: number;
  settings(box: number): Record<string, string>;
  /** nginx in front, with deploy/nginx.conf; terminals know only that. */
  front: boolean;
  /** Of a single box that stands alone: on the embedded store, without servers. */
  alone?: BoxPlace;
}

/** A small fleet on this machine in which everything can be broken: servers, boxes, wires. */
export class Field {
  readonly boxes: readonly Box[];
  readonly #servers: Servers | null;
  readonly #front: Front | null;

  private constructor(servers: Servers | null, boxes: readonly Box[], front: Front | null) {
    this.#servers = servers;
    this.boxes = boxes;
    this.#front = front;
  }

  static async open({ boxes: count, settings, front, alone }: FieldOptions): Promise<Field> {
    const servers = alone ? null : await Servers.start();
    const boxes: Box[] = [];
    try {
      for (let number = 1; number <= count; number++) {
        const wires = (await servers?.wires()) ?? { mongo: null, redis: null };
        const given = { ...servers?.settings(wires), KOTD_DEMO: '1', ...settings(number) };
        // One after the other: the first makes the demo.
        boxes.push(await Box.start(number, wires, given, alone ?? {}));
      }
      return new Field(servers, boxes, front ? await frontOf(boxes) : null);
    } catch (error) {
      await close(servers, boxes, null);
      throw error;
    }
  }

  get mongo(): MongoServer {
    return this.#shared().mongo;
  }

  get redis(): RedisServer {
    return this.#shared().redis;
  }

  get front(): Front {
    if (!this.#front) throw new Error('nothing is in front of these boxes');
    return this.#front;
  }

  /** Where terminals go. */
  get urls(): string[] {
    return this.#front ? [this.#front.url] : this.boxes.map(({ url }) => url);
  }

  /** As `KOTD_STORE` takes it, past all wires: to be opened only when no box runs. */
  get store(): string {
    return this.#servers?.address ?? join(this.box(1).folder, 'store');
  }

  box(number: number): Box {
    const box = this.boxes[number - 1];
    if (!box) throw new Error(`there is no box ${number}`);
    return box;
  }

  async close(): Promise<void> {
    await close(this.#servers, this.boxes, this.#front);
  }

  #shared(): Servers {
    if (!this.#servers) throw new Error('this box stands alone');
    return this.#servers;
  }
}

/** What the boxes share. */
class Servers {
  readonly mongo: MongoServer;
  readonly redis: RedisServer;
  readonly #database: string;

  private constructor(mongo: MongoServer, redis: RedisServer) {
    this.mongo = mongo;
    this.redis = redis;
    this.#database = mongo.newDatabase();
  }

  static async start(): Promise<Servers> {
    const [mongo, redis] = await Promise.all([MongoServer.start(), RedisServer.own()]);
    return new Servers(mongo, redis);
  }

  get address(): string {
    return this.mongo.url(this.#database);
  }

  /** New ones, for one box. */
  async wires(): Promise<Wires> {
    return {
      mongo: await Wire.to({ host: '127.0.0.1', port: this.mongo.port }),
      redis: await Wire.to({ host: '127.0.0.1', port: this.redis.port }),
    };
  }

  settings({ mongo, redis }: Wires): Record<string, string> {
    return {
      // Without the option the driver would go to the address that the server tells, past the wire.
      KOTD_STORE: `mongodb://127.0.0.1:${mongo?.port}/${this.#database}?directConnection=true`,
      KOTD_REDIS: `redis://127.0.0.1:${redis?.port}`,
      KOTD_SECRET: SECRET,
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.mongo.stop(), this.redis.stop()]);
  }
}

async function frontOf(boxes: readonly Box[]): Promise<Front> {
  const folder = await mkdtemp(join(tmpdir(), 'kotd-front-'));
  const upstreams = boxes.map(({ url }) => ({
    sockets: [],
    address: new URL(url).host,
    workers: 2,
  }));
  const front = await Front.prepare({ folder, boxes: upstreams, walls: WIDE });
  await front.start();
  return front;
}

async function close(servers: Servers | null, boxes: readonly Box[], front: Front | null) {
  if (front) {
    await front.stop();
    await rm(front.folder, { recursive: true, force: true });
  }
  for (const { mongo, redis } of boxes) {
    mongo?.heal();
    redis?.heal();
  }
  await Promise.all(boxes.map((box) => box.remove()));
  await servers?.stop();
}
