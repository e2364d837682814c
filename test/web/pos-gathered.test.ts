import t from 'tap';
import { gathered } from '../../web/pos/till/gathered.js';

/** What takes so long, in ms. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

t.test('gathered: a burst is looked at once, as soon as it is over', async (t) => {
  let looks = 0;
  const look = gathered(() => {
    looks++;
  });
  for (let calls = 0; calls < 5; calls++) look();
  t.equal(looks, 0);
  await Promise.resolve();
  t.equal(looks, 1);
  look();
  await Promise.resolve();
  t.equal(looks, 2, 'what costs nothing never waits');
});

t.test('gathered: after a heavy look the page has a rest, and nothing is forgotten', async (t) => {
  const times: number[] = [];
  let seen: (() => void) | undefined;
  const look = gathered(() => {
    times.push(performance.now());
    work(20);
    seen?.();
  });
  look();
  await Promise.resolve();
  const again = new Promise<void>((resolve) => {
    seen = resolve;
  });
  for (let calls = 0; calls < 5; calls++) look();
  await Promise.resolve();
  t.equal(times.length, 1, 'not at once');
  await again;
  t.equal(times.length, 2);
  const [first = 0, second = 0] = times;
  t.ok(second - first >= 20 * 4, `${Math.round(second - first)} ms later`);
});
