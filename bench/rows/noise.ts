import { contestOf } from '../contest.js';
import { menuOf } from '../kotd/asks.js';
import { Kotd } from '../kotd/server.js';
import { getAgain, wrkMissing } from '../load/wrk.js';
import type { Contest, Measure, Row } from '../row.js';

export const noise: Row = {
  name: 'noise',
  group: 'reads',
  what: 'the same kotd twice, as if one were the limit (GET …/menu): a ratio that differs from 1 by as much, in this row or in another, says nothing',
  unit: 'requests/s',
  units: { cpu: 'µs of CPU' },
  seconds: 18,
  goals: [],
  missing: wrkMissing,
  open: openTwins,
};

function openTwins(): Promise<Contest> {
  return contestOf(async (keep) => {
    const twin = async (): Promise<Measure> => {
      const target = await menuOf(keep(await Kotd.start()), false);
      await getAgain(target);
      return () => getAgain(target);
    };
    return { ours: await twin(), limit: await twin() };
  });
}
