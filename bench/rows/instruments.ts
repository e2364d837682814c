import { contestOf } from '../contest.js';
import { used } from '../cores.js';
import { menuOf, ordersOf } from '../kotd/asks.js';
import { preloaded } from '../kotd/preloaded.js';
import { Kotd } from '../kotd/server.js';
import { postAgain } from '../load/autocannon.js';
import { getAgain, SHORT_ROUNDS, wrkMissing } from '../load/wrk.js';
import { fullCore } from '../rounds.js';
import { type Contest, type Measure, meanCores, type Reading, type Row } from '../row.js';

const SCRAPES = 10;
/** What is left of the rate with metrics and logs, and what they may add to the CPU time of a request. */
const LEFT = 0.97;
const ADDED = 1.03;

const FIGURES = ['cached', 'notModified', 'order'];

export const instruments: Row = {
  name: 'instruments',
  group: 'reads',
  what: 'kotd as it is; limit: the same kotd without metrics and without a look at each request for the log (level info in both): the menu, its 304, an order; and what a scrape of /metrics takes',
  unit: 'requests/s',
  units: {
    ...Object.fromEntries(FIGURES.map((figure) => [`${figure}.cpu`, 'µs of CPU'])),
    scrape: 'ms of CPU',
  },
  rounds: SHORT_ROUNDS,
  seconds: 54,
  goals: FIGURES.flatMap((figure) => [
    { figure, against: 'limit', atLeast: LEFT },
    { figure: `${figure}.cpu`, against: 'limit', atMost: ADDED },
  ]),
  missing: wrkMissing,
  open: openBoth,
};

function openBoth(): Promise<Contest> {
  return contestOf(async (keep) => {
    const ours = keep(await Kotd.start());
    const without = keep(await Kotd.start({ settings: preloaded('without-instruments.js') }));
    const loads = { ours: await loadOf(ours), limit: await loadOf(without) };
    for (const load of Object.values(loads)) await load();
    return {
      async ours() {
        const reading = await loads.ours();
        return { ...reading, values: { ...reading.values, scrape: await scrapeOf(ours) } };
      },
      limit: loads.limit,
    };
  });
}

/** One kind of request after the other, each for a second. */
async function loadOf(kotd: Kotd): Promise<Measure> {
  const menu = await menuOf(kotd, false);
  const known = await menuOf(kotd, true);
  const orders = await ordersOf(kotd);
  return async () => {
    const readings: Record<string, Reading> = {
      cached: await getAgain(menu),
      notModified: await getAgain(known),
      order: await postAgain(orders),
    };
    const values: Record<string, number> = {};
    const bounds: Record<string, string> = {};
    for (const [figure, reading] of Object.entries(readings)) {
      values[figure] = reading.values[''] ?? Number.NaN;
      values[`${figure}.cpu`] = reading.values.cpu ?? Number.NaN;
      const bound = fullCore(reading.cores) ?? (figure === 'order' ? 'the disk' : 'waiting');
      Object.assign(bounds, { [figure]: bound, [`${figure}.cpu`]: bound });
    }
    return { values, cores: meanCores(Object.values(readings)), bounds };
  };
}

/** Ms of CPU time of the whole box, which has one worker, for each text of /metrics. */
async function scrapeOf(kotd: Kotd): Promise<number> {
  const { cpu } = await used(kotd.pids, [], async () => {
    for (let i = 0; i < SCRAPES; i++) await (await fetch(`${kotd.url}/metrics`)).text();
  });
  return (1000 * cpu) / SCRAPES;
}
