import { contestOf, type Keep, within } from '../contest.js';
import { used } from '../cores.js';
import { Crowd } from '../load/crowd.js';
import type { Door } from '../load/door.js';
import { Program } from '../program.js';
import type { Measure, Row } from '../row.js';
import { filled, hold, LONG, type Values } from '../held.js';

const SOCKETS = 10_000;
const MANY = 100_000;
/** Shorter than usual in the short run, so that there is something to see. */
const SHORT = { heartbeatMs: 1000, watchMs: 3500 };

/** Of the figures of one size, the units that are not the row's. */
const UNITS = { accept: 's', posLate: 'ms', posLatest: 'ms', lost: 'sockets' };
/** A position that comes later is not on time: for 99 of 100, and for the latest of all; ms. */
const LATE = { posLate: 300, posLatest: 1000 };

export const idle: Row = {
  name: 'sockets.idle',
  group: 'sockets',
  what: `memory of a socket that listens, process and kernel, of ${SOCKETS}; until all are taken in; how late positions come (99 of 100, and the latest); --full: also of ${MANY}, for five minutes; limit: bare uWebSockets`,
  unit: 'bytes',
  units: { ...UNITS, ...named('100k', UNITS) },
  rounds: 1,
  seconds: 30,
  fullSeconds: 7.5 * 60,
  goals: [
    { against: 'limit', atMost: 1.5 },
    ...['', '100k.'].flatMap((size) => [
      { figure: `${size}posLate`, against: 'ours', atMost: LATE.posLate },
      { figure: `${size}posLatest`, against: 'ours', atMost: LATE.posLatest },
      { figure: `${size}lost`, against: 'ours', atMost: 0 },
    ]),
  ],
  waitsFor: 'the heartbeat',
  open: (full) =>
    contestOf(async () => ({
      ours: full ? both : short,
      limit: other('bare-socket.js', 'plain', '?screen'),
      peers: {
        ws: other('ws-socket.js', 'plain', '?screen'),
        'socket.io': other('socketio-socket.js', 'socketio', '{"screen":true}'),
      },
    })),
};

const short: Measure = async () => {
  const { values, cores } = await within((keep) => hold(keep, SOCKETS, SHORT));
  return { values, cores };
};

/** The size of the short run, and the many for five minutes. */
const both: Measure = async () => {
  const { values, cores } = await short();
  const many = await within((keep) => hold(keep, MANY, LONG));
  return { values: { ...values, ...named('100k', many.values) }, cores };
};

/** Figures of a size: `100k`, `100k.accept`. */
function named<T>(size: string, figures: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name ? `${size}.${name}` : size, value]),
  );
}

function other(file: string, dialect: Door['dialect'], hello: string): Measure {
  return () =>
    within(async (keep: Keep) => {
      const program = keep(await Program.start(file));
      const crowd = keep(new Crowd());
      const door = { place: { port: program.port }, dialect, hello };
      const { pids } = program;
      const fill = (): Promise<Values> => filled({ pids, door }, crowd, SOCKETS);
      const { done, cores } = await used(pids, [], fill);
      return { values: done, cores };
    });
}
