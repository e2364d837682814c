import t from 'tap';
import { arrivalsOf, eveningOf, highest, kindOf } from '../../bench/load/evening.js';
import { seeded } from '../../demo/chance.js';

t.test('evening: the mix is that of the plan', async (t) => {
  const chance = seeded(1);
  const counts = { write: 0, browse: 0, user: 0, health: 0 };
  for (let i = 0; i < 100_000; i++) counts[kindOf(chance)]++;
  const shares = Object.values(counts).map((count) => Math.round(count / 1000));
  t.same(shares, [40, 30, 20, 10]);
});

t.test(
  'evening: requests are due in order, within the stretch, as many as its rate says',
  async (t) => {
    const arrivals = arrivalsOf({ from: 1000, to: 3000, seconds: 10 }, seeded(2));
    t.ok(Math.abs(arrivals.length - 20_000) < 1000, String(arrivals.length));
    t.same(
      arrivals,
      [...arrivals].sort((a, b) => a - b),
    );
    t.ok((arrivals.at(-1) ?? 0) < 10_000);
    // A quarter comes in the first 3.66 s of a rate that trebles.
    const early = arrivals.filter((at) => at < 3660).length;
    t.ok(Math.abs(early / arrivals.length - 0.25) < 0.02, String(early));
  },
);

t.test('evening: its shape stays, its peak is the one asked for', async (t) => {
  const evening = eveningOf(5000, 2);
  t.equal(Math.max(...evening.map(({ to }) => to)), 5000);
  t.same(
    evening.map(({ from, to }) => [Math.round(from), Math.round(to)]),
    [
      [4, 4],
      [34, 340],
      [3334, 3334],
      [1666, 1666],
      [5000, 5000],
      [34, 34],
    ],
  );
});

t.test('highest: the last rate that held before the first that did not', async (t) => {
  const asked: number[] = [];
  const upTo = (limit: number) => async (rate: number) => {
    asked.push(rate);
    return rate <= limit;
  };
  t.equal(await highest({ from: 100, factor: 2, most: 10_000 }, upTo(500)), 400);
  t.same(asked, [100, 200, 400, 800]);
  t.equal(await highest({ from: 100, factor: 2, most: 10_000 }, upTo(50)), 0);
  t.equal(await highest({ from: 100, factor: 2, most: 300 }, upTo(500)), 200);
});
