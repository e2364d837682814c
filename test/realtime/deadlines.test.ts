import t from 'tap';
import { Deadlines } from '../../src/realtime/deadlines.js';
import { until } from '../until.js';

t.test('deadlines: each is called once when its time has come, and never early', async (t) => {
  const began = performance.now();
  const called = new Map<string, number>();
  const deadlines = new Deadlines<string>((due) => {
    for (const name of due) {
      t.notOk(called.has(name), name);
      called.set(name, performance.now() - began);
    }
  });
  const waits: [name: string, ms: number][] = [
    ['at once', 0],
    ['soon', 30],
    ['with it', 31],
    ['later', 120],
  ];
  for (const [name, ms] of waits) deadlines.set(name, ms);
  await until(() => called.size === waits.length, 'calls');
  for (const [name, ms] of waits) t.ok((called.get(name) ?? 0) >= ms, name);
});

t.test('deadlines: what is called off is not called, and the others are', async (t) => {
  const called: string[] = [];
  const deadlines = new Deadlines<string>((due) => called.push(...due));
  const off = deadlines.set('off', 60);
  deadlines.set('stays', 60);
  const alone = deadlines.set('alone', 500);
  const again = deadlines.set('again', 1_000);
  deadlines.callOff('off', off);
  deadlines.callOff('alone', alone);
  deadlines.callOff('again', again);
  deadlines.set('again', 100);
  await until(() => called.length >= 2, 'calls');
  t.strictSame(called, ['stays', 'again']);
  deadlines.callOff('stays', off);
  t.equal(deadlines.set('next', 0) > off, true, 'a slot that is over does not come again');
});
