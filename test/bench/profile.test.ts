import t from 'tap';
import { flame } from '../../bench/profile/flame.js';
import { type CpuProfile, fold, type Frame, OUTSIDE_NAME } from '../../bench/profile/fold.js';
import { placeOf, roomOf } from '../../bench/profile/places.js';
import { sharesOf, tables } from '../../bench/profile/shares.js';

const SERVE = 'file:///opt/kotd/dist/src/http/exchange.js';
const STORE = 'file:///opt/kotd/dist/src/db/embedded/store.js';
const LMDB = 'file:///opt/kotd/node_modules/lmdb/read.js';

/** 1 ms in each of: serve, serve → get, get → native, serve → get → serve, idling, V8's own; twice in the second. */
const PROFILE: CpuProfile = {
  nodes: [
    node(1, '(root)', '', [2, 7, 8, 9]),
    node(2, 'serve', SERVE, [3, 4]),
    node(3, 'get', STORE, [5, 6]),
    // The same function from the same one, compiled anew.
    node(4, 'get', STORE),
    node(5, 'getBinary', LMDB, [10]),
    node(6, 'serve', SERVE),
    node(7, '(idle)', ''),
    node(8, '(program)', ''),
    node(9, '(garbage collector)', ''),
    node(10, '', ''),
  ],
  samples: [2, 3, 4, 10, 6, 7, 8, 9],
  timeDeltas: [1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000],
};
const BUSY = { busy: 7000, waited: 0 };

t.test(
  'fold: calls are a tree of times, with the same function from the same one as one',
  async (t) => {
    const root = fold(PROFILE, BUSY);
    const serve = at(root, 'serve');
    t.match(serve, { place: 'http/exchange', self: 1000, total: 5000 });
    t.match(at(serve, 'get'), { place: 'db/embedded/store', self: 2000, total: 4000 });
    t.equal(at(serve, 'get').callees.length, 2);
    t.match(at(root, '(garbage collector)'), { place: 'garbage', self: 1000 });
  },
);

t.test('fold: what the kernel counted and JavaScript did not use was outside of it', async (t) => {
  const root = fold(PROFILE, BUSY);
  t.equal(root.total, 7000);
  t.match(
    at(root, OUTSIDE_NAME),
    { self: 1000 },
    'and not the two that V8 saw, of which one idled',
  );
});

t.test('fold: what a thread waited for a core is nobody’s', async (t) => {
  const root = fold(PROFILE, { busy: 3000, waited: 3000 });
  t.equal(root.total, 3000);
  t.equal(at(root, 'serve').total, 2500);
  t.equal(at(root, OUTSIDE_NAME).self, 0);
});

t.test('places: files of kotd, packages, Node, and what has no file', async (t) => {
  const cases: [name: string, url: string, place: string, room: string][] = [
    ['run', SERVE, 'http/exchange', 'http'],
    ['startWorker', 'file:///opt/kotd/dist/src/worker.js', 'worker', 'worker'],
    ['get', LMDB, 'lmdb (npm)', 'lmdb (npm)'],
    ['f', 'file:///x/node_modules/a/node_modules/@b/c/i.js', '@b/c (npm)', '@b/c (npm)'],
    ['emit', 'node:events', 'node:events', 'node'],
    ['runMicrotasks', 'node:internal/process/task_queues', 'node:internal', 'node'],
    ['end', '', 'native end', 'native'],
    ['(garbage collector)', '', 'garbage', 'garbage'],
  ];
  for (const [name, url, place, room] of cases) {
    t.equal(placeOf(name, url), place);
    t.equal(roomOf(place), room);
  }
  const getBinary = at(at(at(fold(PROFILE, BUSY), 'serve'), 'get'), 'getBinary');
  t.equal(
    at(getBinary, '(anonymous)').place,
    'native of lmdb (npm)',
    'whose it is, its caller tells',
  );
});

t.test('shares: who calls itself through others counts once with what it calls', async (t) => {
  const shares = sharesOf(fold(PROFILE, BUSY), roomOf);
  t.same(
    shares.find(({ group }) => group === 'http'),
    { group: 'http', self: 2000, inclusive: 5000 },
  );
  const [first] = shares;
  t.equal(first?.self, 2000, 'those with most of their own come first');
  t.equal(
    shares.reduce((sum, { self }) => sum + self, 0),
    7000,
    'all of it is somewhere',
  );
});

t.test('tables: rooms and files in percent of the time on a core', async (t) => {
  const text = tables(fold(PROFILE, BUSY));
  t.match(text, '| http | 28.6 % | 71.4 % |');
  t.match(text, '| db/embedded/store | 28.6 % | 57.1 % |');
  t.match(text, '| native of lmdb (npm) | 14.3 % | 14.3 % |');
});

t.test('flame: a frame is as wide as its time, above who called it', async (t) => {
  const svg = flame('a < b', fold(PROFILE, BUSY));
  t.match(svg, 'a &lt; b');
  const box = (title: string) => {
    const found = new RegExp(
      `<title>${title}: [^<]*</title><rect x="([^"]+)" y="(\\d+)" width="([^"]+)"`,
    ).exec(svg);
    const [x = Number.NaN, y = Number.NaN, width = Number.NaN] = (found ?? []).slice(1).map(Number);
    return { x, y, width };
  };
  const [all, serve, get] = [box('all'), box('serve http/exchange'), box('get db/embedded/store')];
  t.ok(Math.abs(serve.width / all.width - 5 / 7) < 0.001);
  t.ok(get.y < serve.y && serve.y < all.y);
  t.ok(get.x >= serve.x && get.x + get.width <= serve.x + serve.width + 0.1);
});

function node(id: number, functionName: string, url: string, children: number[] = []) {
  return { id, callFrame: { functionName, url }, children };
}

function at({ callees }: Frame, name: string): Frame {
  const found = callees.find((callee) => callee.name === name);
  if (!found) throw new Error(`nobody calls ${name}`);
  return found;
}
