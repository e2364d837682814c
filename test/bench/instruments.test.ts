import t from 'tap';
import { cpuSeconds, threadTime } from '../../bench/cores.js';
import { menuOf } from '../../bench/kotd/asks.js';
import { sumOf } from '../../bench/kotd/metrics.js';
import { preloaded } from '../../bench/kotd/preloaded.js';
import { Kotd } from '../../bench/kotd/server.js';
import { toldBy } from '../../bench/load/wrk.js';

t.test('without instruments: a kotd answers, and counts nothing', async (t) => {
  const kotd = await Kotd.start({ pinned: false, settings: preloaded('without-instruments.js') });
  t.teardown(() => kotd.stop());
  // Asks for it twice, and sees that it is answered as it should be.
  await menuOf(kotd, true);
  const text = await (await fetch(`${kotd.url}/metrics`)).text();
  t.match(text, '# HELP kotd_http_requests_total');
  t.equal(sumOf(text, 'kotd_http_requests_total'), 0);
  t.equal(sumOf(text, 'kotd_http_request_seconds_count'), 0);
  t.equal(sumOf(text, 'kotd_commands_total'), 0);
  t.notMatch(text, /^nodejs_gc_duration_seconds/m);
  t.match(text, /^kotd_event_loop_delay_seconds\{quantile="max"\} 0$/m, 'nor looks at delays');
});

t.test('CPU time: of all threads, and of the one that runs JavaScript', async (t) => {
  const before = { all: cpuSeconds([process.pid]), one: threadTime(process.pid).busy };
  const until = process.cpuUsage().user + 50_000;
  while (process.cpuUsage().user < until);
  const all = cpuSeconds([process.pid]) - before.all;
  const one = threadTime(process.pid).busy - before.one;
  t.ok(one > 0.03 && one <= all + 0.02, `${one} s of ${all} s`);
});

t.test('wrk: what it did, and that an error is none', async (t) => {
  const said = '  1500 requests in 1.01s, 47.10MB read\nRequests/sec:   1485.15\n';
  t.same(toldBy('x', said), { rate: 1485.15, requests: 1500 });
  t.throws(() => toldBy('x', `${said}  Non-2xx or 3xx responses: 3\n`), /Non-2xx/);
  t.throws(() => toldBy('x', `  Socket errors: connect 0, read 1\n${said}`), /read 1/);
  t.throws(() => toldBy('x', 'unable to connect'), /unable/);
});
