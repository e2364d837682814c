import { availableParallelism } from 'node:os';
import { seeded } from '../../demo/chance.js';
import { contestOf } from '../contest.js';
import { used } from '../cores.js';
import { Kotd } from '../kotd/server.js';
import { takeaway } from '../kotd/takeaway.js';
import {
  arrivalsOf,
  eveningOf,
  highest,
  type Kind,
  kindOf,
  type Stretch,
} from '../load/evening.js';
import { OpenLoop, type Outcome } from '../load/open-loop.js';
import { waitsOf } from '../load/spread.js';
import type { Contest, Reading, Row } from '../row.js';

const CONNECTIONS = 256;
/** The first rate that is tried, what each next one is of the one before, and where the load itself ends. */
const CLIMB = { from: 250, factor: 1.3, most: 40_000 };
const STEP_SECONDS = 2;
const PHASE_SECONDS = 2;
const WARM: Stretch = { from: 250, to: 1000, seconds: 2 };
/** Evenings that are tried, each with a lower peak, until one goes well. */
const EVENINGS = 3;
/** What 99 of 100 wait less than, in ms. */
const PATIENCE_MS = 100;
const SEED = 1903;

export const dinner: Row = {
  name: 'dinner',
  group: 'scale',
  what: 'the mix and the phases of an evening, requests by schedule whether or not others were answered: the highest peak with p99 < 100 ms and no error',
  unit: 'requests/s',
  units: { p50: 'ms', p99: 'ms' },
  seconds: 60,
  rounds: 1,
  goals: [{ figure: 'p99', against: 'ours', atMost: PATIENCE_MS }],
  waitsFor: 'the disk',
  open: openDinner,
};

function openDinner(): Promise<Contest> {
  return contestOf(async (keep) => {
    const kotd = keep(await Kotd.start({ workers: availableParallelism(), pinned: false }));
    const loop = keep(await OpenLoop.open(Number(new URL(kotd.url).port), CONNECTIONS));
    const make = await requestsOf(kotd);
    const chance = seeded(SEED);
    const play = (stretch: Stretch) =>
      loop.run(arrivalsOf(stretch, chance), () => make(kindOf(chance)));
    await play(WARM);
    return {
      async ours(): Promise<Reading> {
        const { done, cores } = await used(kotd.pids, [process.pid], () => sustained(play));
        return { values: done, cores };
      },
    };
  });
}

type Play = (stretch: Stretch) => Promise<Outcome>;

/** Climbs until it does not hold; then plays whole evenings, of which the highest that goes well counts. */
async function sustained(play: Play): Promise<Record<string, number>> {
  const holds = async (rate: number) =>
    isWell(await play({ from: rate, to: rate, seconds: STEP_SECONDS }));
  // A disk that stops for a moment is not yet the end.
  let peak = await highest(CLIMB, async (rate) => (await holds(rate)) || (await holds(rate)));
  for (let evening = 1; peak > 0 && evening <= EVENINGS; evening++) {
    const whole: Outcome = { waits: [], failed: 0 };
    for (const stretch of eveningOf(peak, PHASE_SECONDS)) {
      const { waits, failed } = await play(stretch);
      for (const wait of waits) whole.waits.push(wait);
      whole.failed += failed;
    }
    const { p50, p99 } = waitsOf(whole.waits);
    if (isWell(whole)) return { '': peak, p50, p99 };
    peak /= CLIMB.factor;
  }
  throw new Error('no evening went well');
}

function isWell({ waits, failed }: Outcome): boolean {
  return failed === 0 && waitsOf(waits).p99 < PATIENCE_MS;
}

/** Whole requests of each kind, ready to be sent. */
async function requestsOf(kotd: Kotd): Promise<(kind: Kind) => Buffer> {
  const { authorization } = await kotd.headers();
  const { host } = new URL(kotd.url);
  const head = (line: string) =>
    `${line} HTTP/1.1\r\nhost: ${host}\r\nauthorization: ${authorization}\r\n`;
  const get = (url: string) => Buffer.from(`${head(`GET ${new URL(url).pathname}`)}\r\n`);
  const order = JSON.stringify(await takeaway(kotd.house));
  const post =
    `${head(`POST ${new URL(kotd.at('/orders')).pathname}`)}content-type: application/json\r\n` +
    `content-length: ${order.length}\r\nidempotency-key: `;
  const browse = [get(kotd.at('/menu')), get(kotd.at('/tables'))];
  const same = { user: get(`${kotd.url}/api/v1/me`), health: get(`${kotd.url}/health/ready`) };
  let made = 0;
  return (kind) => {
    made++;
    if (kind === 'write') return Buffer.from(`${post}dinner-${made}\r\n\r\n${order}`);
    if (kind === 'browse') return browse[made % browse.length] ?? same.health;
    return same[kind];
  };
}
