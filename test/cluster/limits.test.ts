import { randomUUID } from 'node:crypto';
import t from 'tap';
import { newFolder } from '../new-folder.js';
import { Standin } from './standin.js';

/** A lease that is called back and not handed back within so many ms counts as used (see Ledger). */
const WRITE_OFF_MS = 1000;

t.test('limits: over three workers exactly the limit is allowed', async (t) => {
  const standin = await Standin.start(await newFolder(t), { KOTD_WORKERS: '3' });
  await standin.everyWorker(3);
  for (const [limit, requests] of [
    [200, 205],
    [10, 40],
  ] as const) {
    for (let round = 1; round <= 5; round++) {
      const startedAt = performance.now();
      const path = `/take?key=orders/${randomUUID()}&limit=${limit}`;
      const answers = await Promise.all(Array.from({ length: requests }, () => standin.ask(path)));
      const allowed = answers.filter((answer) => JSON.parse(answer).allowed).length;
      // Where a worker stood still, so that its lease was written off, fewer are right.
      const writtenOff = allowed < limit && performance.now() - startedAt >= WRITE_OFF_MS;
      if (writtenOff && round < 5) continue;
      t.equal(allowed, limit, `${allowed} of ${requests}`);
      break;
    }
  }
  t.equal(await standin.stop(), 0);
});

t.test('limits: the leases of a worker that is killed are free again', async (t) => {
  const standin = await Standin.start(await newFolder(t), { KOTD_WORKERS: '2' });
  const [victim = 0] = (await standin.everyWorker(2)).keys();
  const take = async () => JSON.parse(await standin.ask('/take?key=orders/1&limit=40'));
  let used = 0;
  const holders = new Set<number>();
  await standin.until(async () => {
    const { allowed, pid } = await take();
    if (allowed) used++;
    holders.add(pid);
    return holders.has(victim);
  }, 'a lease of the victim');
  process.kill(victim, 'SIGKILL');
  await standin.until(() => standin.output.includes('a worker is gone'), 'line about the loss');
  let after = 0;
  for (let request = 1; request <= 60; request++) {
    const { allowed } = await take().catch(() => ({ allowed: false }));
    if (allowed) after++;
  }
  t.ok(used + after >= 40, `all of the budget can be used (${used} + ${after})`);
  t.ok(after <= 40, 'and never more than one of it after the death');
  t.equal(await standin.stop(), 0);
});
