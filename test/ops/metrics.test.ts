import t from 'tap';
import { BoxMetrics } from '../../src/ops/box-metrics.js';
import { Metrics } from '../../src/ops/metrics.js';

function worker(position: number): Metrics {
  const metrics = new Metrics();
  metrics.watch({
    counts: () => ({ sockets: 2, streams: [{ outletId: 'main', seq: position, head: 10 }] }),
    store: () => ({ commits: 5, conflicts: 1, duplicates: 0, queued: 1 }),
    cache: () => ({ hits: 9, misses: 1, stale: 0, entries: 3, bytes: 1000 }),
  });
  return metrics;
}

const box = () => new BoxMetrics({ workers: () => 2, losses: () => 0, limitKeys: () => 4 });

t.test('metrics: workers add up, lags do not', async (t) => {
  const [one, two] = [worker(7), worker(10)];
  one.observeRequest('/menu', 'GET', 200, 0.003);
  two.observeRequest('/menu', 'GET', 200, 0.3);
  two.observeCommand('order.create', 'socket', 201, 0.002);
  one.socketClosed(4008);
  const text = await box().merge(
    new Map([
      [1, await one.json()],
      [2, await two.json()],
    ]),
  );
  t.match(text, 'kotd_http_requests_total{route="/menu",method="GET",status="200"} 2');
  t.match(text, 'kotd_http_request_seconds_bucket{route="/menu",le="0.005"} 1');
  t.match(text, 'kotd_http_request_seconds_bucket{route="/menu",le="+Inf"} 2');
  t.match(text, 'kotd_commands_total{type="order.create",door="socket",status="201"} 1');
  t.match(text, 'kotd_socket_closes_total{code="4008"} 1');
  t.match(text, /^kotd_sockets 4$/m);
  t.match(text, /^kotd_store_commits_total 10$/m);
  t.match(text, /^kotd_stream_position_lag 3$/m);
  t.match(text, /^kotd_workers 2$/m);
});

t.test('metrics: the positions told one by one are bounded', async (t) => {
  const metrics = new Metrics();
  const streams = Array.from({ length: 500 }, (_, i) => ({ outletId: `o${i}`, seq: i, head: 500 }));
  metrics.watch({
    counts: () => ({ sockets: 0, streams }),
    store: () => ({ commits: 0, conflicts: 0, duplicates: 0, queued: 0 }),
    cache: () => ({ hits: 0, misses: 0, stale: 0, entries: 0, bytes: 0 }),
  });
  const text = await box().merge(new Map([[1, await metrics.json()]]));
  t.equal(text.match(/^kotd_stream_position\{/gm)?.length, 50);
  t.match(text, 'kotd_stream_position{outlet="o0"} 0', 'those furthest behind');
});
