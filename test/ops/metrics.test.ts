import t from 'tap';
import type { ServerStats } from '../../src/db/store.js';
import { BoxMetrics } from '../../src/ops/box-metrics.js';
import { Metrics } from '../../src/ops/metrics.js';

function newMetrics(
  streams: { outletId: string; seq: number; head: number }[] = [],
  server?: ServerStats,
): Metrics {
  const metrics = new Metrics();
  metrics.watch({
    counts: () => ({
      sockets: 3,
      streams,
      lookout: { looks: 40, failed: 4, wanting: 2, trusted: false, slowestSeconds: 0.25 },
    }),
    store: () => ({
      commits: 5,
      conflicts: 1,
      duplicates: 2,
      queued: 4,
      failing: false,
      ...(server ? { server } : {}),
    }),
    cache: () => ({
      hits: 10,
      misses: 2,
      stale: 1,
      entries: 7,
      bytes: 4096,
      lastGood: 6,
      second: { hits: 20, misses: 3, damaged: 1 },
    }),
    breakers: () => [
      { name: 'store_reads', state: 'closed' },
      { name: 'store_commits', state: server ? 'halfOpen' : 'open' },
    ],
  });
  return metrics;
}

function newBox(): BoxMetrics {
  return new BoxMetrics({ workers: () => 2, losses: () => 0, limitKeys: () => 9 });
}

/** The metrics of workers with the ids 1, 2 … as a scrape sees them. */
async function scrape(workers: Metrics[], box = newBox()): Promise<string[]> {
  const answers = new Map<number, readonly object[]>();
  for (const [at, metrics] of workers.entries()) answers.set(at + 1, await metrics.json());
  // As the channel brings them.
  const received = new Map<number, object[]>(JSON.parse(JSON.stringify([...answers])));
  return (await box.merge(received)).split('\n');
}

t.test('metrics: requests and commands are counted and timed', async (t) => {
  const metrics = newMetrics();
  metrics.observeRequest('/api/v1/me', 'GET', 200, 0.003);
  metrics.observeRequest('/api/v1/me', 'GET', 200, 0.0005);
  metrics.observeRequest('/api/v1/me', 'GET', 401, 45);
  metrics.observeCommand('order.send', 'socket', 200, 0.02);
  metrics.observeCommand('order.send', 'http', 409, 0.02);
  metrics.socketClosed(4008);
  metrics.framesSent(12);
  const lines = await scrape([metrics]);
  for (const expected of [
    'kotd_http_requests_total{route="/api/v1/me",method="GET",status="200"} 2',
    'kotd_http_requests_total{route="/api/v1/me",method="GET",status="401"} 1',
    'kotd_http_request_seconds_bucket{route="/api/v1/me",le="0.0005"} 1',
    'kotd_http_request_seconds_bucket{route="/api/v1/me",le="0.0025"} 1',
    'kotd_http_request_seconds_bucket{route="/api/v1/me",le="0.005"} 2',
    'kotd_http_request_seconds_bucket{route="/api/v1/me",le="30"} 2',
    'kotd_http_request_seconds_bucket{route="/api/v1/me",le="+Inf"} 3',
    'kotd_http_request_seconds_sum{route="/api/v1/me"} 45.0035',
    'kotd_http_request_seconds_count{route="/api/v1/me"} 3',
    'kotd_commands_total{type="order.send",door="socket",status="200"} 1',
    'kotd_commands_total{type="order.send",door="http",status="409"} 1',
    'kotd_command_seconds_count{type="order.send"} 2',
    'kotd_socket_closes_total{code="4008"} 1',
    'kotd_frames_sent_total 12',
    'kotd_looks_total 40',
    'kotd_looks_failed_total 4',
    'kotd_looks_bus_wanting_total 2',
    'kotd_bus_untrusted 1',
    'kotd_look_slowest_seconds 0.25',
    'kotd_sockets 3',
    'kotd_store_commits_total 5',
    'kotd_store_conflicts_total 1',
    'kotd_store_duplicates_total 2',
    'kotd_store_queue 4',
    'kotd_cache_hits_total 10',
    'kotd_cache_misses_total 2',
    'kotd_cache_stale_total 1',
    'kotd_cache_entries 7',
    'kotd_cache_bytes 4096',
    'kotd_cache_last_good_total 6',
    'kotd_cache_second_total{result="hit"} 20',
    'kotd_cache_second_total{result="miss"} 3',
    'kotd_cache_second_total{result="damaged"} 1',
    'kotd_breaker_state{name="store_reads"} 0',
    'kotd_breaker_state{name="store_commits"} 2',
    'kotd_workers 2',
    'kotd_limit_keys 9',
    'kotd_metrics_unanswered_total 0',
    'kotd_bus_dropped_total 0',
  ]) {
    t.ok(lines.includes(expected), expected);
  }
  for (const quantile of ['0.5', '0.99', 'max']) {
    t.ok(
      lines.some((line) =>
        line.startsWith(`kotd_event_loop_delay_seconds{quantile="${quantile}"}`),
      ),
    );
  }
  t.ok(lines.some((line) => line.startsWith('process_resident_memory_bytes ')));
});

t.test('metrics: of the server of a store, where it has one; workers add up', async (t) => {
  const server: ServerStats = {
    connections: 10,
    inUse: 3,
    waiting: 1,
    checkoutFailures: 2,
    commands: new Map([
      ['find', { count: 7, failures: 1, seconds: 0.25 }],
      ['insert', { count: 2, failures: 0, seconds: 0.5 }],
    ]),
    failovers: 4,
    unknownResults: 5,
    groups: 6,
    groupConflicts: 8,
  };
  const lines = await scrape([newMetrics([], server), newMetrics([], server), newMetrics()]);
  for (const expected of [
    'kotd_store_connections 20',
    'kotd_store_connections_in_use 6',
    'kotd_store_waiting 2',
    'kotd_store_checkout_failures_total 4',
    'kotd_store_commands_total{command="find"} 14',
    'kotd_store_commands_total{command="insert"} 4',
    'kotd_store_command_failures_total{command="find"} 2',
    'kotd_store_command_seconds_total{command="insert"} 1',
    'kotd_store_failovers_total 8',
    'kotd_store_unknown_results_total 10',
    'kotd_store_groups_total 12',
    'kotd_store_group_conflicts_total 16',
    'kotd_breaker_state{name="store_commits"} 2',
  ]) {
    t.ok(lines.includes(expected), expected);
  }
  const embedded = await scrape([newMetrics()]);
  t.notOk(embedded.some((line) => line.startsWith('kotd_store_connections')));
});

t.test('metrics: reading twice counts once', async (t) => {
  const metrics = newMetrics();
  metrics.observeRequest('/x', 'GET', 200, 1);
  await scrape([metrics]);
  t.ok(
    (await scrape([metrics])).includes(
      'kotd_http_requests_total{route="/x",method="GET",status="200"} 1',
    ),
  );
});

t.test('metrics: the positions told are few, and first of those that are behind', async (t) => {
  const streams = Array.from({ length: 500 }, (_, i) => ({
    outletId: `o${i}`,
    seq: 100,
    head: 100,
  }));
  streams[321] = { outletId: 'late', seq: 90, head: 117 };
  const lines = await scrape([newMetrics(streams)]);
  const told = lines.filter((line) => line.startsWith('kotd_stream_position{'));
  t.equal(told.length, 50);
  t.ok(told.includes('kotd_stream_position{outlet="late"} 90'));
  t.ok(lines.includes('kotd_stream_position_lag 27'));
  t.ok(lines.includes('kotd_streams_active 500'));
});

t.test('metrics: workers add up; a lag is the largest', async (t) => {
  const one = newMetrics([{ outletId: 'a', seq: 5, head: 9 }]);
  const other = newMetrics([{ outletId: 'a', seq: 9, head: 9 }]);
  one.observeRequest('/x', 'GET', 200, 0.1);
  other.observeRequest('/x', 'GET', 200, 0.1);
  const lines = await scrape([one, other]);
  t.ok(lines.includes('kotd_http_requests_total{route="/x",method="GET",status="200"} 2'));
  t.ok(lines.includes('kotd_http_request_seconds_bucket{route="/x",le="0.1"} 2'));
  t.ok(lines.includes('kotd_sockets 6'));
  t.ok(lines.includes('kotd_stream_position_lag 4'));
});

t.test('metrics: sums keep what workers said that are gone or silent; gauges do not', async (t) => {
  const box = newBox();
  const requests = async (workers: Metrics[]) => {
    const lines = await scrape(workers, box);
    const counted = lines.find((line) => line.startsWith('kotd_http_requests_total{'));
    return [counted?.split(' ')[1], lines.find((line) => line.startsWith('kotd_sockets '))];
  };
  const [one, other] = [newMetrics(), newMetrics()];
  for (const metrics of [one, other]) metrics.observeRequest('/x', 'GET', 200, 0.1);
  t.same(await requests([one, other]), ['2', 'kotd_sockets 6']);
  t.same(await requests([one]), ['2', 'kotd_sockets 3'], 'silent');
  box.left(2);
  t.same(await requests([one]), ['2', 'kotd_sockets 3'], 'gone');
  one.observeRequest('/x', 'GET', 200, 0.1);
  t.same(await requests([one]), ['3', 'kotd_sockets 3']);
  box.left(1);
  t.same(await requests([]), ['3', undefined], 'two that are gone');
});
