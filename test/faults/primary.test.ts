import { randomUUID } from 'node:crypto';
import t from 'tap';
import { childrenOf, isAlive } from '../../fleet/process.js';
import { auditStore } from '../../src/ops/audit.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { until } from '../until.js';

t.test(
  'kill -9 of the primary while commits are under way: every worker goes, and the next start has it all',
  { skip: process.platform !== 'linux' && 'reads /proc' },
  async (t) => {
    let kotd = await Kotd.start();
    t.teardown(() => kotd.remove());
    for (let round = 0; round < 2; round++) {
      const place = await Restaurant.open(kotd.url);
      const acknowledged: string[] = [];
      let serving = true;
      const lanes = Array.from({ length: 8 }, async () => {
        while (serving) {
          const id = randomUUID();
          const body = { type: 'takeaway', lines: [{ itemId: place.items[0]?.id, quantity: 1 }] };
          const headers = { 'idempotency-key': id };
          const answer = await place.try('POST', '/orders', { body, headers }).catch(() => null);
          if (answer?.status === 201) acknowledged.push(id);
          if (!answer) return;
        }
      });
      await until(() => acknowledged.length >= 100, '100 orders', 30_000);
      const workers = await childrenOf(kotd.process.pid);
      t.equal(workers.length, 2);
      await kotd.stop('SIGKILL');
      serving = false;
      await Promise.all(lanes);
      // An orphan would keep the port and the store.
      await until(() => !workers.some(isAlive), 'end of the workers');

      const port = new URL(kotd.url).port;
      kotd = await Kotd.start({ KOTD_PORT: port }, kotd.data);
      for (const id of acknowledged) {
        const { status, headers } = await place.try('POST', '/orders', {
          body: { type: 'takeaway', lines: [{ itemId: place.items[0]?.id, quantity: 1 }] },
          headers: { 'idempotency-key': id },
        });
        if (status !== 201 || !headers.has('idempotency-replayed')) t.fail(`${id} was lost`);
      }
    }
    t.equal(await kotd.stop(), 0);
    const store = await kotd.openStore();
    t.same(await auditStore(store), []);
    await store.close();
  },
);
