import type { Body, SocketCommand } from '../../client/calls.js';
import { Device } from '../../client/device.js';
import type { ServerFrame } from '../../client/frames.js';
import type { Memory } from '../../client/memory.js';
import { openTerminal } from '../../client/open-terminal.js';
import type { Entry } from '../../client/outbox/entry.js';
import type { DeviceStore } from '../../client/storage.js';
import type { Terminal } from '../../client/terminal.js';
import type { FakeClock } from './fake-clock.js';
import { type FakeSocket, FakeWorld } from './fake-net.js';
import type { FakeServer } from './fake-server.js';
import { Tokens } from './people.js';
import { TillClock } from './till-clock.js';

/** What may happen to the frames of a line. */
export type Mischief = 'none' | 'twice' | 'late';

/** On its way; ms. */
const LATENCY_MS = 5;

/** One run of the program: with its end everything of it is gone but the disk. */
interface Run {
  clock: TillClock;
  world: FakeWorld<TillClock>;
  store: DeviceStore;
  terminal: Terminal;
}

/** A till of the histories: it may lose its line, its program and its consciousness, but not its disk. */
export class Till {
  readonly name: string;
  /** All commands that it was given, in their order. */
  readonly given: Entry[] = [];
  readonly #common: FakeClock;
  readonly #memory: Memory;
  readonly #server: FakeServer;
  readonly #sockets = new Set<FakeSocket>();
  #online = true;
  #run: Run | null = null;
  /** What happens to the next frames that come from the server. */
  #mischief: Mischief[] = [];
  #held: ServerFrame | null = null;

  constructor(name: string, common: FakeClock, memory: Memory, server: FakeServer) {
    this.name = name;
    this.#common = common;
    this.#memory = memory;
    this.#server = server;
  }

  get terminal(): Terminal {
    return this.#now.terminal;
  }

  get troubles(): readonly string[] {
    return this.#now.world.troubles;
  }

  async open(): Promise<void> {
    const clock = new TillClock(this.#common);
    const world = new FakeWorld(clock);
    world.dialled = (socket) => this.#dialled(socket, clock);
    const store = this.#memory.open();
    const { house } = this.#server;
    const menu = { items: house.all('menuItem'), taxClasses: house.all('taxClass') };
    const parts = {
      outlet: house.outlet,
      stations: [],
      menu: { version: 1, categories: [], ...menu },
    };
    await store.keep('catalog/outlet', { parts, tags: {} });
    const device = await Device.open({ world, store, url: 'http://kotd.test', openTerminal });
    const tokens = new Tokens();
    const options = { outlet: 'outlet', audience: ['floor', 'bills'] as const, tokens };
    this.#run = { clock, world, store, terminal: await device.terminal(options) };
  }

  /** The program is gone from one moment to the next; nothing is told, kept or closed. */
  async crash(): Promise<void> {
    const { clock, store } = this.#now;
    clock.die();
    this.#cutAll();
    await store.close();
    await this.open();
  }

  cut(): void {
    this.#online = false;
    this.#cutAll();
  }

  heal(): void {
    this.#online = true;
    this.#mischief = [];
  }

  sleep(): void {
    this.#now.clock.sleep();
  }

  wake(): void {
    this.#now.clock.wake();
  }

  misbehave(...mischief: Mischief[]): void {
    this.#mischief = mischief;
  }

  async give<T extends SocketCommand>(type: T, body: Body<T>): Promise<void> {
    const { entry } = await this.terminal.queue(type, body);
    this.given.push(entry);
  }

  has(socket: FakeSocket): boolean {
    return this.#sockets.has(socket);
  }

  /** A frame of the server's that is on its way to this till. */
  carry(socket: FakeSocket, frame: ServerFrame): void {
    const { clock } = this.#now;
    const arrives = (one: ServerFrame) => {
      this.#common.after(LATENCY_MS, () => clock.whenAwake(() => socket.deliver(one)));
    };
    const mischief = this.#mischief.shift() ?? 'none';
    const held = this.#held;
    this.#held = null;
    if (mischief === 'late' && !held) {
      this.#held = frame;
      return;
    }
    arrives(frame);
    if (mischief === 'twice') arrives(frame);
    if (held) arrives(held);
  }

  get #now(): Run {
    if (!this.#run) throw new Error(`${this.name} is not open`);
    return this.#run;
  }

  #dialled(socket: FakeSocket, clock: TillClock): void {
    this.#common.after(LATENCY_MS, () => {
      clock.whenAwake(() => {
        if (!this.#online) return socket.break();
        this.#held = null;
        this.#sockets.add(socket);
        this.#server.accept(socket);
        socket.accept();
      });
    });
  }

  #cutAll(): void {
    for (const socket of this.#sockets) {
      this.#server.gone(socket);
      this.#now.clock.whenAwake(() => socket.break());
    }
    this.#sockets.clear();
  }
}
