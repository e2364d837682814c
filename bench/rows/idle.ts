import { setTimeout as delay } from 'node:timers/promises';
import { contestOf, type Keep, within } from '../contest.js';
import { used } from '../cores.js';
import { helloOf } from '../kotd/hello.js';
import { Kotd } from '../kotd/server.js';
import { Crowd, MOST_EACH } from '../load/crowd.js';
import type { Door } from '../load/door.js';
import { available, heldBy } from '../memory.js';
import { Program } from '../program.js';
import type { Measure, Row } from '../row.js';

const SOCKETS = 10_000;
const MANY = 100_000;
/** On average: which worker a connection comes to is the kernel's choice. */
const EACH_WORKER = 17_000;
/** Until what the sockets left behind when they opened is gone. */
const SETTLE_MS = 1500;
/** Shorter than usual in the short run, so that there is something to see. */
const SHORT = { heartbeatMs: 1000, watchMs: 3500 };
const LONG = { heartbeatMs: 3000, watchMs: 300_000 };
/** What a worker, a load and a socket with both its ends take before the machine is full, and what is left to it; bytes. */
const PROCESS = 120e6;
const BOTH_ENDS = 20_000;
const SPARE = 1.5e9;

export const idle: Row = {
  name: 'sockets.idle',
  group: 'sockets',
  what: `memory of a socket that listens, process and kernel, of ${SOCKETS}; until all are taken in; how late positions come (99 of 100); --full: of ${MANY} for 5 minutes, and as many as fit; limit: bare uWebSockets`,
  unit: 'bytes',
  units: {
    accept: 's',
    posLate: 'ms',
    '100k.accept': 's',
    '100k.posLate': 'ms',
    most: 'sockets',
  },
  rounds: 1,
  goals: [
    { against: 'limit', atMost: 1.5 },
    { figure: 'posLate', against: 'ours', atMost: 300 },
    { figure: '100k.posLate', against: 'ours', atMost: 300 },
  ],
  waitsFor: 'the heartbeat',
  open: (full) =>
    contestOf(async () => ({
      ours: full ? everySize : () => within((keep) => ours(keep, SOCKETS, SHORT)),
      limit: other('bare-socket.js', 'plain', '?screen'),
      peers: {
        ws: other('ws-socket.js', 'plain', '?screen'),
        'socket.io': other('socketio-socket.js', 'socketio', '{"screen":true}'),
      },
    })),
};

interface Listening {
  pids: readonly number[];
  door: Door;
}

async function ours(keep: Keep, count: number, time: typeof SHORT) {
  const server = await listening(keep, Math.ceil(count / EACH_WORKER), time.heartbeatMs);
  const crowd = keep(new Crowd());
  return await used(server.pids, [], async () => {
    const values = await filled(server, crowd, count);
    await crowd.watchTime(time.heartbeatMs);
    await delay(time.watchMs);
    const { p99, count: told, lost } = await crowd.lateness();
    if (lost > 0) throw new Error(`${lost} sockets were lost`);
    if (told < count) throw new Error('screens were not told where their stream is');
    return { ...values, posLate: p99 };
  }).then(({ done, cores }) => ({ values: done, cores }));
}

/** The size of the short run, the many for five minutes, and as many as the machine holds. */
const everySize: Measure = async () => {
  const { values: few, cores } = await within((keep) => ours(keep, SOCKETS, SHORT));
  const { values: many } = await within((keep) => ours(keep, MANY, LONG));
  const named = Object.entries(many).map(([name, value]) => [`100k${name && '.'}${name}`, value]);
  return { values: { ...few, ...Object.fromEntries(named), most: await within(most) }, cores };
};

/** How many sockets there are when the machine's memory, or what was reckoned with, comes to its end. */
async function most(keep: Keep): Promise<number> {
  const each = 2 * PROCESS + EACH_WORKER * BOTH_ENDS;
  const workers = Math.max(1, Math.floor(((await available()) - SPARE) / each));
  const { door } = await listening(keep, workers, LONG.heartbeatMs);
  const crowd = keep(new Crowd());
  const room = MOST_EACH * BOTH_ENDS + PROCESS + SPARE;
  while (crowd.count < workers * EACH_WORKER && (await available()) > room) {
    const next = Math.min(MOST_EACH, workers * EACH_WORKER - crowd.count);
    // A worker that has no descriptor left turns somebody away: that is as many as fit.
    const full = await crowd.open([door], next).then(
      () => false,
      () => true,
    );
    if (full) break;
  }
  const { lost } = await crowd.lateness();
  if (lost > 0) throw new Error(`${lost} sockets were lost`);
  return crowd.count;
}

async function listening(keep: Keep, workers: number, heartbeatMs: number): Promise<Listening> {
  const settings = { KOTD_HEARTBEAT_MS: String(heartbeatMs) };
  const kotd = keep(await Kotd.start({ workers, settings }));
  const place = { port: Number(new URL(kotd.url).port) };
  const hello = await helloOf(kotd.house, ['floor']);
  return { pids: kotd.pids, door: { place, dialect: 'kotd', hello } };
}

function other(file: string, dialect: Door['dialect'], hello: string): Measure {
  return () =>
    within(async (keep) => {
      const program = keep(await Program.start(file));
      const crowd = keep(new Crowd());
      const door = { place: { port: program.port }, dialect, hello };
      const { pids } = program;
      const { done, cores } = await used(pids, [], () => filled({ pids, door }, crowd, SOCKETS));
      return { values: done, cores };
    });
}

/** Opens the sockets, and sees what each takes. Both its ends are on this machine, and are alike to the kernel. */
async function filled({ pids, door }: Listening, crowd: Crowd, count: number) {
  // What a first socket makes of the program is not what one takes; nor is the process of the load.
  await crowd.open([door], 1);
  await delay(SETTLE_MS);
  const before = await heldBy(pids);
  const accept = await crowd.open([door], count);
  await delay(SETTLE_MS);
  const after = await heldBy(pids);
  const processes = (after.processes - before.processes) / count;
  const kernel = (after.kernel - before.kernel) / count / 2;
  return { '': processes + kernel, process: processes, accept };
}
