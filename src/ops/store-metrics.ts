import type { ServerStats, StoreStats } from '../db/store.js';
import type { Families } from './families.js';

/**
 * What the store tells of itself; that of its server only where it has one.
 * @param mostConnections that are opened to the server
 */
export function registerStore(
  families: Families,
  store: () => StoreStats,
  mostConnections = 0,
): void {
  families.total('kotd_store_commits_total', 'Commits that are durable', () => store().commits);
  families.total(
    'kotd_store_conflicts_total',
    'Commits refused as conflict',
    () => store().conflicts,
  );
  families.total('kotd_store_duplicates_total', 'Commits known already', () => store().duplicates);
  families.gauge('kotd_store_queue', 'Commits not yet durable', () => store().queued);
  const failing = '1: it did not answer the last call or look, or lately did not take a commit';
  families.gauge('kotd_store_failing', failing, () => (store().failing ? 1 : 0), 'max');
  const first = store().server;
  if (!first) return;
  registerServer(families, () => store().server ?? first);
  const most = 'Most connections that may be open to the server of the store';
  families.gauge('kotd_store_connections_max', most, () => mostConnections);
}

const GAUGES = [
  ['connections', 'kotd_store_connections', 'Connections to the server of the store'],
  ['inUse', 'kotd_store_connections_in_use', 'Connections to the server that carry a call'],
  ['waiting', 'kotd_store_waiting', 'Calls that wait for a connection'],
] as const;

const TOTALS = [
  ['checkoutFailures', 'kotd_store_checkout_failures_total', 'Waits for a connection in vain'],
  ['failovers', 'kotd_store_failovers_total', 'Times the primary of the server became another'],
  [
    'unknownResults',
    'kotd_store_unknown_results_total',
    'Commits whose result had to be looked for',
  ],
  ['groups', 'kotd_store_groups_total', 'Transactions begun for commits'],
  ['groupConflicts', 'kotd_store_group_conflicts_total', 'Those tried again: another was faster'],
] as const;

const COMMANDS = [
  ['count', 'kotd_store_commands_total', 'Commands sent to the server'],
  ['failures', 'kotd_store_command_failures_total', 'Commands to the server that failed'],
  ['seconds', 'kotd_store_command_seconds_total', 'Seconds that commands to the server took'],
] as const;

function registerServer(families: Families, server: () => ServerStats): void {
  for (const [key, name, help] of GAUGES) families.gauge(name, help, () => server()[key]);
  for (const [key, name, help] of TOTALS) families.total(name, help, () => server()[key]);
  for (const [key, name, help] of COMMANDS) {
    families.counter(name, help, ['command'], (counter) => {
      for (const [command, stats] of server().commands) counter.inc({ command }, stats[key]);
    });
  }
}
