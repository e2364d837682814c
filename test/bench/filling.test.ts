import t from 'tap';
import { type Filling, fillUp } from '../../bench/rows/most.js';

const DOOR = { place: { port: 1 }, dialect: 'kotd', hello: '' } as const;
const PLENTY = 8e9;

/** A crowd of which each step comes in at once, or as it is told. */
function crowd(open: (held: number, count: number) => number | Error | null) {
  let held = 0;
  const told: string[] = [];
  const parts: Filling = {
    crowd: {
      held: async () => held,
      open: (_, count) => {
        const now = open(held, count);
        if (now === null) return new Promise(() => undefined);
        if (now instanceof Error) return Promise.reject(now);
        held = now;
        return Promise.resolve(1);
      },
    },
    available: async () => PLENTY,
    tell: (what) => told.push(what),
    stallMs: 20,
  };
  return { parts, told, held: () => held };
}

t.test('as many as fit: all that were planned', async (t) => {
  const { parts, held, told } = crowd((held, count) => held + count);
  t.equal(await fillUp(parts, DOOR, 40_000), 'the plan');
  t.equal(held(), 40_000);
  t.ok(told.length > 0, 'and it was told how far it is');
});

t.test('as many as fit: ends when one is turned away', async (t) => {
  const { parts, held } = crowd((held, count) =>
    held > 0 ? new Error('turned away') : held + count,
  );
  t.equal(await fillUp(parts, DOOR, 40_000), 'turned away', 'and says why');
  t.ok(held() > 0, 'with those that are in');
});

t.test('as many as fit: ends before the memory does', async (t) => {
  const { parts } = crowd((held, count) => held + count);
  parts.available = async () => 1e9;
  t.equal(await fillUp(parts, DOOR, 40_000), 'memory');
});

t.test('as many as fit: ends when nobody comes in any more', async (t) => {
  const { parts } = crowd(() => null);
  t.equal(await fillUp(parts, DOOR, 40_000), 'no more came in');
});

t.test('as many as fit: ends when its time is over', async (t) => {
  let more = 0;
  const { parts } = crowd(() => null);
  parts.crowd.held = async () => ++more;
  t.equal(await fillUp({ ...parts, openingMs: 60 }, DOOR, 40_000), 'the time for it');
});
