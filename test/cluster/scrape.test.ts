import t from 'tap';
import type { ToPrimary, ToWorker } from '../../src/cluster/messages.js';
import { METRICS_MS, Scrape } from '../../src/cluster/scrape.js';
import { WorkerLink } from '../../src/cluster/worker-link.js';
import { readSettings } from '../../src/config.js';
import { newFolder } from '../new-folder.js';
import { Standin } from './standin.js';

/** So long that a test which had to wait for it would run into its own limit. */
const FOR_EVER_MS = 10 ** 9;

/** A scrape of workers with these ids, and whom it asked what. */
function newScrape(ids: readonly number[], patienceMs = FOR_EVER_MS) {
  const asked: [id: number, message: ToWorker][] = [];
  const post = (id: number) => (message: ToWorker) => void asked.push([id, message]);
  const members = ids.map((id) => ({ id, post: post(id) }));
  return { scrape: new Scrape(7, members, patienceMs), asked };
}

t.test('scrape: it is over when all have answered', async (t) => {
  const { scrape, asked } = newScrape([1, 2]);
  const question: ToWorker = { kind: 'metricsWanted', id: 7 };
  t.same(asked, [
    [1, question],
    [2, question],
  ]);
  scrape.hear(1, 6, [{ late: true }]);
  scrape.hear(3, 7, [{ stranger: true }]);
  scrape.hear(2, 7, [{ of: 2 }]);
  scrape.hear(1, 7, [{ of: 1 }]);
  const { answers, silent } = await scrape.done;
  t.same(
    answers,
    new Map([
      [2, [{ of: 2 }]],
      [1, [{ of: 1 }]],
    ]),
  );
  t.equal(silent, 0);
});

t.test('scrape: who leaves is not waited for, nor counted beside the departed', async (t) => {
  const { scrape } = newScrape([1, 2, 3]);
  scrape.hear(1, 7, [{ of: 1 }]);
  scrape.hear(2, 7, [{ of: 2 }]);
  scrape.left(2);
  scrape.left(3);
  const { answers, silent } = await scrape.done;
  t.same([...answers.keys()], [1]);
  t.equal(silent, 0);
});

t.test('scrape: who stays silent is left out and counted', async (t) => {
  const { scrape } = newScrape([1, 2], 1);
  scrape.hear(2, 7, []);
  const { answers, silent } = await scrape.done;
  t.same([...answers.keys()], [2]);
  t.equal(silent, 1);
});

t.test('scrape: a worker that is killed during one does not delay it', async (t) => {
  const standin = await Standin.start(await newFolder(t), { KOTD_WORKERS: '2' });
  const unanswered = (text: string) => /^kotd_metrics_unanswered_total \d+$/m.exec(text)?.[0];
  for (let inTime = false; !inTime; ) {
    const [victim = 0] = (await standin.everyWorker(2)).keys();
    const before = unanswered(await standin.ask('/metrics'));
    process.kill(victim, 'SIGSTOP');
    const askedAt = performance.now();
    // The kernel hands some of them to the one that stands still; they fail when it is killed.
    const texts = Array.from({ length: 12 }, () => standin.ask('/metrics'));
    const first = Promise.any(texts);
    await Promise.any(Array.from({ length: 12 }, () => standin.ask('/pid').catch(() => first)));
    process.kill(victim, 'SIGKILL');
    // A kill that came late met nobody who waited: what it would have delayed was over.
    inTime = performance.now() - askedAt < METRICS_MS / 2;
    const after = unanswered(await first);
    if (inTime) t.equal(after, before);
    await Promise.allSettled(texts);
  }
  t.equal(await standin.stop(), 0);
});

t.test('scrape: a primary that does not answer, or cannot, keeps nobody waiting', async (t) => {
  const config = { ...readSettings({}), secret: 's'.repeat(32) };
  const sent: ToPrimary[] = [];
  const start = { config, worker: 1, first: false, alone: false };
  const pipe = { send: () => undefined, unsent: 0 };
  const link = new WorkerLink(start, (batch) => sent.push(...batch), pipe);
  await t.rejects(link.metrics(1), { code: 'deadline_passed', status: 503 });
  link.receive({ kind: 'metricsMerged', id: 1, text: 'too late' });
  const asked = link.metrics();
  link.receive({ kind: 'metricsMerged', id: 2, text: null });
  await t.rejects(asked, { message: 'the primary cannot merge the metrics' });
  t.match(sent, [{ kind: 'metricsPlease', id: 1 }]);
});
