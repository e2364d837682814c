import { contestOf } from '../contest.js';
import { used } from '../cores.js';
import { Folder } from '../folder.js';
import { helloOf } from '../kotd/hello.js';
import { Kotd } from '../kotd/server.js';
import { answerOf } from '../load/answers.js';
import type { Door } from '../load/door.js';
import { Load } from '../load/load.js';
import type { Screens } from '../load/screens.js';
import { Program } from '../program.js';
import type { Contest, Measure, Row } from '../row.js';

const SCREENS = 5000;
/** Events that come at the same time, and are sent together by who gathers. */
const TOGETHER = 16;
const SECONDS = 1.5;

export const fanout: Row = {
  name: `fanout.${SCREENS}`,
  group: 'sockets',
  what: `order.created to ${SCREENS} screens of one outlet, ${TOGETHER} events at a time; limit: bare publish of the same frames, gathered for as long`,
  unit: 'deliveries/s',
  seconds: 40,
  goals: [
    { against: 'limit', atLeast: 0.8 },
    { against: 'ws', atLeast: 15 },
  ],
  waitsFor: 'gathering',
  open: openFanout,
};

interface Doors {
  screen: Door;
  driver: Door;
}

function openFanout(): Promise<Contest> {
  return contestOf(async (keep) => {
    const kotd = keep(await Kotd.start());
    const folder = keep(await Folder.make());
    const place = { port: Number(new URL(kotd.url).port) };

    const measureOf = async ({ screen, driver }: Doors, pids: readonly number[]) => {
      const load = keep(await Load.start<Screens>('screens.js'));
      await load.ask('open', { doors: [screen], count: SCREENS });
      await load.ask('openDrivers', { door: driver, count: TOGETHER });
      const sample = await load.ask('sample', {});
      const measure: Measure = async () => {
        const work = () => load.ask('deliveries', { seconds: SECONDS });
        const { done, cores } = await used(pids, load.pids, work);
        return { values: { '': done }, cores };
      };
      return { measure, sample };
    };
    const door = async (audience: readonly string[]): Promise<Door> => {
      return { place, dialect: 'kotd', hello: await helloOf(kotd.house, audience) };
    };
    const doors = { screen: await door(['floor']), driver: await door([]) };
    const ours = await measureOf(doors, kotd.pids);

    const answer = { ...answerOf('order.create', ours.sample, true), writes: [] };
    const ANSWERS = await folder.write('answers.json', { 'order.create': [answer] });
    const other = async (file: string, dialect: Door['dialect'], hello: string) => {
      const peer = keep(await Program.start(file, { ANSWERS }));
      const entry = { place: { port: peer.port }, dialect };
      const doors = { screen: { ...entry, hello }, driver: { ...entry, hello: '' } };
      return (await measureOf(doors, peer.pids)).measure;
    };
    return {
      ours: ours.measure,
      limit: await other('bare-socket.js', 'plain', '?screen'),
      peers: {
        ws: await other('ws-socket.js', 'plain', '?screen'),
        'socket.io': await other('socketio-socket.js', 'socketio', '{"screen":true}'),
      },
    };
  });
}
