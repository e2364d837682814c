import { contestOf, type Keep } from '../contest.js';
import { used } from '../cores.js';
import { Folder } from '../folder.js';
import { helloOf, simpleLine } from '../kotd/hello.js';
import { Kotd } from '../kotd/server.js';
import { type Answer, answerOf } from '../load/answers.js';
import type { Door } from '../load/door.js';
import { Load } from '../load/load.js';
import type { Terminals } from '../load/terminals.js';
import { Program } from '../program.js';
import type { Contest, Measure, Row } from '../row.js';

/** As many as busy outlets have tablets; each sends one command at a time. */
const TERMINALS = 64;
const SECONDS = 1.5;
/** Until everybody has compiled what runs often. */
const WARM_SECONDS = 1;

export const command: Row = {
  name: 'socket.command',
  group: 'sockets',
  what: `order.addLines → ack, ${TERMINALS} terminals, every 16th command opens the next order; limit: bare uWebSockets echoes the same frames after bare commits of the same bytes`,
  unit: 'commands/s',
  seconds: 32,
  goals: [{ against: 'limit', atLeast: 0.5 }],
  waitsFor: 'the disk',
  open: openCommands,
};

/** Terminals that are taken in by this server. */
async function terminals(keep: Keep, door: Door): Promise<Load<Terminals>> {
  const load = keep(await Load.start<Terminals>('terminals.js'));
  await load.ask('open', { door, count: TERMINALS });
  return load;
}

/** Terminals of a kotd, and the lines that they send. */
export async function enter(kotd: Kotd, keep: Keep) {
  const { line } = await simpleLine(kotd.house);
  const place = { port: Number(new URL(kotd.url).port) };
  const hello = await helloOf(kotd.house, []);
  return { load: await terminals(keep, { place, dialect: 'kotd', hello }), lines: [line] };
}

function openCommands(): Promise<Contest> {
  return contestOf(async (keep) => {
    const kotd = keep(await Kotd.start());
    const folder = keep(await Folder.make());
    const { load, lines } = await enter(kotd, keep);
    const answers = answersOf(await load.ask('sample', { lines }));
    const file = await folder.write('answers.json', answers);

    const measureOf = async (load: Load<Terminals>, pids: readonly number[]): Promise<Measure> => {
      await load.ask('run', { seconds: WARM_SECONDS, lines });
      return async () => {
        const work = () => load.ask('run', { seconds: SECONDS, lines });
        const { done, cores } = await used(pids, load.pids, work);
        return { values: { '': done }, cores };
      };
    };
    const other = async (program: string, dialect: Door['dialect']): Promise<Measure> => {
      const store = keep(await Folder.make());
      const peer = keep(await Program.start(program, { ANSWERS: file, STORE: store.path }));
      const load = await terminals(keep, { place: { port: peer.port }, dialect, hello: '' });
      return await measureOf(load, peer.pids);
    };
    return {
      ours: await measureOf(load, kotd.pids),
      limit: await other('bare-socket.js', 'plain'),
      peers: { 'socket.io': await other('socketio-socket.js', 'socketio') },
    };
  });
}

/** @param frames the answer to a new order, and to each time that lines were added to it */
function answersOf([created = '', ...added]: readonly string[]): Record<string, Answer[]> {
  return {
    'order.create': [answerOf('order.create', created, false)],
    'order.addLines': added.map((text) => answerOf('order.addLines', text, false)),
  };
}
