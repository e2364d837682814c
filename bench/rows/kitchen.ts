import {
  FLEET_DEFAULTS,
  type FleetOptions,
  missingServers,
  startFleet,
} from '../../fleet/start.js';
import { childrenOf } from '../../fleet/process.js';
import { House } from '../../demo/house.js';
import { Servers } from '../../demo/servers.js';
import { noRedis, RedisServer } from '../../test/redis.js';
import { type Contestants, contestOf, type Keep } from '../contest.js';
import { CORE, pin, used } from '../cores.js';
import { Folder } from '../folder.js';
import { helloOf, simpleLine } from '../kotd/hello.js';
import { Kotd, LIMITS } from '../kotd/server.js';
import { type Answer, answerOf } from '../load/answers.js';
import type { Door } from '../load/door.js';
import type { Kitchen } from '../load/kitchen.js';
import { Load } from '../load/load.js';
import type { Polls } from '../load/polls.js';
import type { Waits } from '../load/spread.js';
import { Program } from '../program.js';
import type { Contest, Measure, Row } from '../row.js';

const WAITERS = 32;
/** Shares of the peak, as they are called in the figures. */
const SHARES: readonly (readonly [name: string, share: number])[] = [
  ['10%', 0.1],
  ['50%', 0.5],
  ['80%', 0.8],
];
const FIGURES = ['p50', 'p99', 'p99.9'] as const;
const PEAK_SECONDS = 1;
const SECONDS = 1;
const ECHO_SECONDS = 0.5;
/** What tells a server of Socket.IO that this is a screen. */
const SCREEN = '{"screen":true}';
const POLLS = { screens: 100, everyMs: 4000, rate: 50 };
const BOXES: FleetOptions = { ...FLEET_DEFAULTS, workers: 1 };

export const inBox: Row = {
  name: 'kitchen.latency',
  group: 'kitchen',
  what: 'waiter sends → the kitchen frame arrives, screens on the same worker and on another one, at shares of the peak; limit: echo of the frames at the same rate',
  unit: 'ms',
  rounds: 3,
  seconds: 38,
  goals: [
    { figure: 'sameWorker.50%.p99', against: 'ours', atMost: 10 },
    { figure: 'otherWorker.50%.p99', against: 'ours', atMost: 10 },
  ],
  waitsFor: 'the pace',
  open: () => contestOf(openInBox),
};

export const otherBox: Row = {
  name: 'kitchen.latency.otherBox',
  group: 'kitchen',
  what: 'the same with the screen on another box: MongoDB and Redis between them',
  unit: 'ms',
  rounds: 3,
  seconds: 30,
  goals: [],
  waitsFor: 'the pace',
  missing: () => missingServers(BOXES).join('; ') || null,
  open: (): Promise<Contest> => contestOf(openOtherBox),
};

async function openInBox(keep: Keep): Promise<Contestants> {
  const kotd = keep(await Kotd.start({ workers: 2 }));
  const [waiter = '', other = ''] = kotd.box.sockets;
  const doors = { waiter, screens: { sameWorker: waiter, otherWorker: other } };
  const { measure, answers, peak } = await ours(keep, kotd.house, doors, kotd.pids);
  const places = ['sameWorker', 'otherWorker'];
  const [polling, limit, socketio] = await Promise.all([
    polled(keep, places),
    echoOf(keep, answers, peak, places),
    noRedis ? null : socketioOf(keep, answers, places),
  ]);
  return {
    ours: measure,
    limit,
    peers: { ...(socketio ? { 'socket.io': socketio } : {}), 'polling every 4 s': polling },
  };
}

async function openOtherBox(keep: Keep): Promise<Contestants> {
  const before = new Set(await childrenOf(process.pid));
  const fleet = await startFleet({ ...BOXES, settings: { ...LIMITS, KOTD_DEMO: '1' } });
  keep(fleet);
  const pids: number[] = [];
  for (const pid of await childrenOf(process.pid)) {
    if (!before.has(pid)) pids.push(pid, ...(await childrenOf(pid)));
  }
  for (const pid of pids) pin(pid, CORE.server);
  const house = new House(new Servers(fleet.boxes.map(({ url }) => url)));
  await house.open();
  const [waiter = '', screen = ''] = fleet.boxes.map(({ sockets }) => sockets[0] ?? '');
  const { measure, answers } = await ours(keep, house, { waiter, screens: { '': screen } }, pids);
  return { ours: measure, peers: { 'socket.io': await socketioOf(keep, answers, [''], 1) } };
}

/** @param doors paths of the workers' unix sockets: to connect to one chooses the worker */
async function ours(
  keep: Keep,
  house: House,
  doors: { waiter: string; screens: Record<string, string> },
  pids: readonly number[],
): Promise<{ measure: Measure; answers: Record<string, Answer[]>; peak: number }> {
  const { line, station } = await simpleLine(house);
  const dialect = 'kotd' as const;
  const waiter = { dialect, place: { path: doors.waiter }, hello: await helloOf(house, []) };
  const hello = await helloOf(house, [`kitchen/${station.id}`]);
  const screens = Object.fromEntries(
    Object.entries(doors.screens).map(([name, path]): [string, Door] => [
      name,
      { dialect, place: { path }, hello },
    ]),
  );
  const load = keep(await Load.start<Kitchen>('kitchen.js'));
  await load.ask('open', { waiter, waiters: WAITERS, screens, lines: [line] });
  const { created, sent } = await load.ask('sample', {});
  const answers = {
    'order.create': [answerOf('order.create', created, false)],
    'order.send': [answerOf('order.send', sent, true)],
  };
  const peak = await peakOf(load);
  return { measure: () => waits(load, pids, peak), answers, peak };
}

/** The second time: the first compiles what runs often. */
async function peakOf(load: Load<Kitchen>): Promise<number> {
  await load.ask('peak', { seconds: PEAK_SECONDS });
  return await load.ask('peak', { seconds: PEAK_SECONDS });
}

async function waits(load: Load<Kitchen>, pids: readonly number[], peak: number) {
  const values: Record<string, number> = {};
  const { cores } = await used(pids, load.pids, async () => {
    for (const [name, share] of SHARES) {
      const screens = await load.ask('waits', { rate: share * peak, seconds: SECONDS });
      for (const [screen, waits] of Object.entries(screens)) note(values, screen, name, waits);
    }
  });
  return { values, cores };
}

/** The limit: what the same frames take back and forth, at the rate that ours has. */
async function echoOf(
  keep: Keep,
  answers: Record<string, Answer[]>,
  peak: number,
  screens: readonly string[],
): Promise<Measure> {
  const folder = keep(await Folder.make());
  const ANSWERS = await folder.write('answers.json', unwritten(answers));
  const program = keep(await Program.start('bare-socket.js', { ANSWERS }));
  const load = keep(await Load.start<Kitchen>('kitchen.js'));
  const waiter: Door = { place: { port: program.port }, dialect: 'plain', hello: '' };
  await load.ask('open', { waiter, waiters: WAITERS, screens: {}, lines: [] });
  return async () => {
    const values: Record<string, number> = {};
    const { cores } = await used(program.pids, load.pids, async () => {
      for (const [name, share] of SHARES) {
        const echoes = await load.ask('echoes', { rate: share * peak, seconds: ECHO_SECONDS });
        for (const screen of screens) note(values, screen, name, echoes);
      }
    });
    return { values, cores };
  };
}

/** Two processes with the Redis adapter, both with the same database; at shares of their own peak. */
async function socketioOf(
  keep: Keep,
  answers: Record<string, Answer[]>,
  screens: readonly string[],
  first = 0,
): Promise<Measure> {
  const redis = keep(await RedisServer.start());
  const folder = keep(await Folder.make());
  const settings = {
    ANSWERS: await folder.write('answers.json', answers),
    STORE: folder.path,
    REDIS: redis.url,
  };
  const programs: Program[] = [];
  for (let i = 0; i < 2; i++)
    programs.push(keep(await Program.start('socketio-socket.js', settings)));
  const door = (at: number, hello: string): Door => {
    const place = { port: programs[at]?.port ?? 0 };
    return { place, dialect: 'socketio', hello };
  };
  const load = keep(await Load.start<Kitchen>('kitchen.js'));
  const entries = screens.map((name, at) => [name, door(first + at, SCREEN)] as const);
  const opened = { waiter: door(0, ''), waiters: WAITERS, lines: [] };
  await load.ask('open', { ...opened, screens: Object.fromEntries(entries) });
  const peak = await peakOf(load);
  const pids = programs.flatMap((program) => program.pids);
  return () => waits(load, pids, peak);
}

/** What no load changes is measured once, while nobody else is: the same waits at every share. */
async function polled(keep: Keep, screens: readonly string[]): Promise<Measure> {
  const program = keep(await Program.start('polling-kitchen.js'));
  const load = keep(await Load.start<Polls>('polls.js'));
  const waits = await load.ask('run', { url: program.url, ...POLLS });
  const values: Record<string, number> = {};
  for (const [name] of SHARES) {
    for (const screen of screens) note(values, screen, name, waits);
  }
  return async () => ({ values, cores: { server: 0, load: 0 } });
}

function note(values: Record<string, number>, screen: string, share: string, waits: Waits): void {
  for (const figure of FIGURES) {
    values[[screen, share, figure].filter((part) => part !== '').join('.')] = waits[figure];
  }
}

function unwritten(answers: Record<string, Answer[]>): Record<string, Answer[]> {
  return Object.fromEntries(
    Object.entries(answers).map(([type, steps]) => [
      type,
      steps.map((step) => ({ ...step, event: null, writes: [] })),
    ]),
  );
}
