import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type Listener } from './client.js';
import { dialectOf } from './dialect.js';
import { type Door, enterAll } from './door.js';
import { Orders } from './orders.js';
import { type Waits, waitsOf } from './spread.js';
import { doTasks } from './tasks.js';

/** What is longer is an event, or a reset: it is counted, not read; bytes. */
const SHORT = 256;
/** Between two looks whether a server that was killed is back; ms. */
const LOOK_MS = 10;
/** Until a screen that was turned away in a wave tries again. */
const AGAIN_MS = 100;

/** One screen, of which nothing is kept that it does not need. */
class Screen implements Listener {
  readonly keep = SHORT;
  readonly door: Door;
  client: Client | null = null;
  /** When it was last told where its stream is; 0: neither that, nor watched. */
  toldAt = 0;
  seq = 0;
  epoch = '';
  current = false;
  /** The server took it in, and it has not left since. */
  isIn = false;

  constructor(door: Door) {
    this.door = door;
  }

  heard(_: Client, text: string | null): void {
    if (text === null) {
      events++;
      if (events === nextBatchAt) begun?.();
    } else if (text.startsWith('{"t":"pos"')) this.#told(text);
  }

  entered(): void {
    this.isIn = true;
    held++;
  }

  left(): void {
    this.current = false;
    if (this.isIn) {
      this.isIn = false;
      held--;
      lost++;
      if (lost === 1) noticed?.();
    }
    // Its worker had no room: another one, that is later, has.
    if (comeBack) setTimeout(() => comeBack?.(this), AGAIN_MS);
  }

  #told(text: string): void {
    const { epoch, seq, head } = JSON.parse(text) as { epoch: string; seq: number; head: number };
    const now = performance.now();
    if (this.toldAt > 0 && heartbeatMs > 0) late.push(Math.max(0, now - this.toldAt - heartbeatMs));
    this.toldAt = now;
    // The same text for all: a hundred thousand copies would be most of what a screen takes.
    this.epoch = epoch === lastEpoch ? lastEpoch : epoch;
    lastEpoch = this.epoch;
    this.seq = seq;
    if (seq < head || this.current) return;
    this.current = true;
    isCurrent?.();
  }
}

const screens: Screen[] = [];
let drivers: Client[] = [];
let events = 0;
let nextBatchAt = 0;
let begun: (() => void) | null = null;
let held = 0;
let lost = 0;
let noticed: (() => void) | null = null;
let isCurrent: (() => void) | null = null;
let comeBack: ((screen: Screen) => void) | null = null;
let lastEpoch = '';
let heartbeatMs = 0;
let late: number[] = [];

interface Opening {
  doors: readonly Door[];
  count: number;
  /** How often those who are turned away may come again. */
  again?: number;
}

const tasks = {
  /** Adds so many screens, in turns at these doors; answers the seconds until all were taken in. */
  async open({ doors, count, again }: Opening): Promise<number> {
    const began = performance.now();
    const added = Array.from({ length: count }, (_, i) => new Screen(doorAt(doors, i)));
    for (const screen of added) screens.push(screen);
    const clients = await enterAll(
      count,
      (i) => doorOf(added, i),
      (i) => screenAt(added, i),
      { again },
    );
    for (const [i, client] of clients.entries()) screenAt(added, i).client = client;
    return (performance.now() - began) / 1000;
  },

  /** Those who make what the screens are told. */
  async openDrivers({ door, count }: { door: Door; count: number }): Promise<void> {
    drivers = await enterAll(
      count,
      () => door,
      () => ({ keep: Number.POSITIVE_INFINITY }),
    );
  },

  /** The answer to one event that a driver makes. */
  async sample(): Promise<string> {
    const [driver] = drivers;
    if (!driver) throw new Error('there is no driver');
    const { answer } = await new Orders([]).create(driver, false);
    return Buffer.from(answer, 'latin1').toString();
  },

  /**
   * Every driver makes an event; the next time all do is when the first screen hears of the last time, so that
   * work always waits. Answers the events that all screens got, a second, until the last of them has the last.
   */
  async deliveries({ seconds }: { seconds: number }): Promise<number> {
    const orders = new Orders([]);
    const each = drivers.length * screens.length;
    const began = performance.now();
    events = 0;
    let batches = 0;
    while (performance.now() - began < 1000 * seconds) {
      const shown = new Promise<void>((resolve) => {
        nextBatchAt = batches * each + 1;
        begun = resolve;
      });
      batches++;
      const answered = Promise.all(drivers.map((driver) => orders.create(driver, false)));
      await Promise.all([shown, answered]);
    }
    begun = null;
    while (events < batches * each) await delay(1);
    return events / ((performance.now() - began) / 1000);
  },

  /** Forgets how late screens were told where their streams are, and begins anew. */
  watchTime(args: { heartbeatMs: number }): void {
    heartbeatMs = args.heartbeatMs;
    late = [];
    const now = performance.now();
    for (const screen of screens) screen.toldAt = now;
  },

  /**
   * How much later than a heartbeat after the last time, or after it began to be watched; those who still wait count
   * with what they have waited by now. And how many sockets there are, and were lost.
   */
  lateness(): { waits: Waits; held: number; lost: number } {
    const now = performance.now();
    for (const { isIn, toldAt } of screens) {
      const over = now - toldAt - heartbeatMs;
      if (isIn && over > 0) late.push(over);
    }
    return { waits: waitsOf(late), held, lost };
  },

  /** Screens that were taken in and are still there; also while others come. */
  held(): number {
    return held;
  },

  /**
   * Waits until the server takes its sockets away, and comes back with all of them at once, from where each
   * was; answers when the last one was current, in ms of the machine's clock.
   */
  async wave(): Promise<number> {
    lost = 0;
    await new Promise<void>((resolve) => {
      noticed = resolve;
    });
    const [first] = screens;
    if (!first) throw new Error('there are no screens');
    // One that is dying still takes connections while it loses others.
    while (lost < screens.length) await delay(1);
    while (!(await answers(first.door))) await delay(LOOK_MS);
    await new Promise<void>((resolve) => {
      let left = screens.length;
      isCurrent = () => {
        left--;
        if (left === 0) resolve();
      };
      comeBack = (screen) => {
        const { place, dialect, hello } = screen.door;
        const resume = { epoch: screen.epoch, seq: screen.seq };
        const back = JSON.stringify({ ...(JSON.parse(hello) as object), resume });
        screen.client = new Client(place, dialectOf(dialect, back), screen);
      };
      for (const screen of screens) comeBack(screen);
    });
    isCurrent = null;
    comeBack = null;
    return performance.timeOrigin + performance.now();
  },
};
export type Screens = typeof tasks;

function answers({ place }: Door): Promise<boolean> {
  const socket = 'path' in place ? connect(place.path) : connect(place.port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}

function doorAt(doors: readonly Door[], i: number): Door {
  const door = doors[i % doors.length];
  if (!door) throw new Error('there is no door');
  return door;
}

function screenAt(added: readonly Screen[], i: number): Screen {
  const screen = added[i];
  if (!screen) throw new Error(`there is no screen ${i}`);
  return screen;
}

function doorOf(added: readonly Screen[], i: number): Door {
  return screenAt(added, i).door;
}

doTasks(tasks);
