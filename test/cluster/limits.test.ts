import { randomUUID } from 'node:crypto';
import t from 'tap';
import { WRITE_OFF_MS } from '../../src/limits/ledger.js';
import { newFolder } from '../new-folder.js';
import { soundRound } from '../rounds.js';
import { Standin } from './standin.js';

t.test('limits: over three workers exactly the limit is allowed', async (t) => {
  const standin = await Standin.start(await newFolder(t), { KOTD_WORKERS: '3' });
  await standin.everyWorker(3);
  for (const [limit, requests] of [
    [200, 205],
    [10, 40],
  ] as const) {
    const exhaust = async () => {
      const path = `/take?key=orders/${randomUUID()}&limit=${limit}`;
      const answers = await Promise.all(Array.from({ length: requests }, () => standin.ask(path)));
      return answers.filter((answer) => JSON.parse(answer).allowed).length;
    };
    // Where a worker stood still, so that its lease was written off, fewer are right.
    const allowed = await soundRound(
      exhaust,
      (found, tookMs) => found >= limit || tookMs < WRITE_OFF_MS,
    );
    t.equal(allowed, limit, `${allowed} of ${requests}`);
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
