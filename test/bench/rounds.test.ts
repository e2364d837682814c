import t from 'tap';
import type { Reading, Row } from '../../bench/row.js';
import { median, summarize } from '../../bench/rounds.js';

const ROW: Row = {
  name: 'row',
  group: 'reads',
  what: '',
  unit: 'requests/s',
  units: { cpu: 'µs' },
  seconds: 1,
  goals: [
    { against: 'limit', atLeast: 0.97 },
    { figure: 'lost', against: 'ours', atMost: 0 },
  ],
  waitsFor: 'the disk',
  open: () => Promise.reject(new Error('not to be opened')),
};
const IDLE = { server: 0.1, load: 0.1 };

function readings(figure: string, ...values: number[]): Reading[] {
  return values.map((value) => ({ values: { [figure]: value }, cores: IDLE }));
}

t.test(
  'rounds: the ratio is the median of the rounds’ own, and the spread is theirs',
  async (t) => {
    const [result] = summarize(
      ROW,
      new Map([
        ['ours', readings('', 90, 10, 99)],
        ['limit', readings('', 100, 10, 110)],
      ]),
    );
    t.match(result, { name: 'row', ours: 90, limit: 100, ratio: 0.9 });
    t.ok(Math.abs((result?.spread ?? 0) - 0.1 / 0.9) < 1e-9);
    t.same(result?.goals, [{ text: '≥ 0.97 × limit', met: false }]);
  },
);

t.test('rounds: what is 0 in all rounds has no spread', async (t) => {
  const [result] = summarize(ROW, new Map([['ours', readings('lost', 0, 0, 0)]]));
  t.match(result, { name: 'row.lost', ours: 0, spread: 0, goals: [{ text: '≤ 0', met: true }] });
});

t.test('rounds: bound by what is full, else what the measure or the row says', async (t) => {
  const bound = (reading: Partial<Reading>) =>
    summarize(ROW, new Map([['ours', [{ values: { cpu: 1 }, cores: IDLE, ...reading }]]]))[0];
  t.match(bound({}), { unit: 'µs', boundBy: 'the disk' });
  t.match(bound({ cores: { server: 0.99, load: 0.9 } }), { boundBy: 'server' });
  t.match(bound({ cores: { server: 0.5, load: 0.9 } }), { boundBy: 'load' });
  t.match(bound({ bounds: { cpu: 'memory' } }), { boundBy: 'memory' });
  t.match(bound({ bounds: { other: 'memory' } }), { boundBy: 'the disk' });
});

t.test('median: the middle one, or the mean of the two in the middle', async (t) => {
  t.equal(median([3, 1, 2]), 2);
  t.equal(median([4, 1, 2, 3]), 2.5);
});
