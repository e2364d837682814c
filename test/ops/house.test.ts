import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import t from 'tap';
import { House } from '../../src/ops/house.js';
import { openLog } from '../../src/ops/log.js';

t.test('house: whoever keeps it sweeps each minute, and a long sweep ends when told', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.teardown(() => mock.timers.reset());
  const sweeps: { commandsBefore: number; slices: number }[] = [];
  const store = {
    async sweep(now: string, commandsBefore: string, stopped = () => false) {
      const sweep = { commandsBefore: Date.parse(now) - Date.parse(commandsBefore), slices: 0 };
      sweeps.push(sweep);
      for (; !stopped(); sweep.slices++) await turn();
      return sweep.slices;
    },
  };
  const house = new House(store, 7, openLog('silent', 1));
  house.keep(true);
  mock.timers.tick(59_999);
  t.equal(sweeps.length, 0);
  mock.timers.tick(1);
  await turn();
  t.match(sweeps, [{ commandsBefore: 7 * 24 * 3600 * 1000 }]);
  await house.stop();
  mock.timers.tick(600_000);
  await turn();
  t.equal(sweeps.length, 1, 'the last one');
});
