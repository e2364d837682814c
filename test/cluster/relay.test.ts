import t from 'tap';
import { newFolder } from '../new-folder.js';
import { Standin } from './standin.js';

/** Metrics in which both workers have their part: one that stands still is left out of them. */
async function wholeMetrics(standin: Standin): Promise<string> {
  let metrics = '';
  await standin.until(async () => {
    metrics = await standin.ask('/metrics');
    return /^kotd_sockets 4$/m.test(metrics);
  }, 'word of both workers');
  return metrics;
}

t.test(
  'relay: every other worker hears stream messages, in order, and nobody hears itself',
  async (t) => {
    const standin = await Standin.start(await newFolder(t), { KOTD_WORKERS: '3' });
    const publisher = Number(await standin.ask('/publish?events=500'));
    let workers = await standin.everyWorker(3);
    await standin.until(async () => {
      workers = await standin.everyWorker(3);
      return [...workers.values()].filter(({ heard }) => heard.length === 500).length === 2;
    }, 'messages at the other workers');
    for (const { pid, heard } of workers.values()) {
      const seqs = heard.map(({ events: [event] }) => event?.seq);
      const expected = pid === publisher ? [] : Array.from({ length: 500 }, (_, i) => i + 1);
      t.same(seqs, expected);
      if (pid !== publisher) t.equal(heard[0]?.events[0]?.actor, '"quoted" ₹', 'as it was sent');
    }
    t.equal(await standin.stop(), 0);
  },
);

t.test('relay: metrics of all workers are one', async (t) => {
  const standin = await Standin.start(await newFolder(t), { KOTD_WORKERS: '2' });
  await standin.everyWorker(2);
  const asked = await wholeMetrics(standin);
  const value = (name: string, text: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')[1],
    );
  t.equal(value('kotd_workers', asked), 2);
  t.equal(value('kotd_sockets', asked), 4, 'gauges add up');
  t.equal(value('kotd_store_commits_total', asked), 10, 'counters add up');
  t.equal(value('kotd_stream_position_lag', asked), 9, 'the lag is the largest');
  t.equal(value('kotd_stream_position{outlet="outlet"}', asked), 2);
  t.ok(value('kotd_http_request_seconds_count{route="/about"}', asked) >= 2);
  t.equal(value('kotd_worker_losses_total', asked), 0);
  const names = asked.match(/^# TYPE \S+/gm) ?? [];
  t.equal(new Set(names).size, names.length, 'each metric once');
  t.equal(await standin.stop(), 0);
});

t.test('relay: sums do not fall back when a worker dies', async (t) => {
  const standin = await Standin.start(await newFolder(t), { KOTD_WORKERS: '2' });
  const commits = async () => {
    const line = /^kotd_store_commits_total (\d+)$/m.exec(
      await standin.ask('/metrics').catch(() => ''),
    );
    return Number(line?.[1]);
  };
  await standin.until(async () => (await commits()) === 10, 'count of both workers');
  const [victim = 0] = (await standin.everyWorker(2)).keys();
  process.kill(victim, 'SIGKILL');
  await standin.until(() => standin.output.includes('a worker is gone'), 'line about the loss');
  let after = Number.NaN;
  await standin.until(async () => {
    after = await commits();
    return !Number.isNaN(after);
  }, 'metrics after the loss');
  t.ok(after >= 10, `the dead worker still counts (${after})`);
  await standin.until(async () => (await commits()) === 15, 'count of the new worker');
  t.match(await standin.ask('/metrics'), /^kotd_worker_losses_total 1$/m);
  t.equal(await standin.stop(), 0);
});

t.test('relay: a worker that does not answer is left out of the metrics and counted', async (t) => {
  const standin = await Standin.start(await newFolder(t), { KOTD_WORKERS: '2' });
  const silent = (text: string) => Number(/^kotd_metrics_unanswered_total (\d+)$/m.exec(text)?.[1]);
  let text = await wholeMetrics(standin);
  let before = silent(text);
  // The kernel may hand both calls to one worker; then nobody is silent, and it is tried again.
  for (let stood = false; !stood; ) {
    const stalled = standin.ask('/stall?ms=1600');
    const asked = standin.ask('/metrics');
    text = await Promise.race([asked, stalled.then(() => 'too late')]);
    stood = silent(text) > before;
    // One that came late must not meet the next stall: its silence would stand in a text that all others gave.
    [, text] = await Promise.all([stalled, asked]);
    before = silent(text);
  }
  t.match(text, /^kotd_sockets 2$/m, 'gauges are of those that answered');
  t.match(text, /^kotd_store_commits_total 10$/m, 'sums are not');
  t.equal(await standin.stop(), 0);
});
