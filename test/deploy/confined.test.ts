import { once } from 'node:events';
import { chown, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { childrenOf } from '../../fleet/process.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { lacking, readUnit, systemCalls, type Unit } from './systemd.js';

/** `nobody`: kotd has no rights beyond its own folder. */
const NOBODY = 65_534;
const notRoot = process.getuid?.() !== 0 && 'only root can shut a process in';
const skip = lacking('strace', 'unshare', 'setpriv', 'systemd-analyze') || notRoot;

/**
 * Shuts in what follows: everything is read-only but one folder, no privilege is left, calls are recorded.
 * NODE_OPTIONS are the test runner's, which would write a file at the end of each process.
 */
const CONFINE = `
set -e
unset NODE_OPTIONS
mount --bind "$HOME" "$HOME"
mount -o remount,bind,ro /
exec setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all \
  strace --follow-forks -qq --signal=none --output="$HOME/calls" "$@"
`;

/** A kotd that may do what kotd.service lets it do. */
async function startConfined(t: Test): Promise<Kotd> {
  const home = await mkdtemp(join(tmpdir(), 'kotd-confined-'));
  for (const name of ['', 'data', 'run']) {
    await mkdir(join(home, name), { recursive: true });
    await chown(join(home, name), NOBODY, NOBODY);
  }
  t.teardown(() => rm(home, { recursive: true, force: true }));
  const settings = { HOME: home, KOTD_SOCKETS: join(home, 'run'), KOTD_LOG: 'info' };
  const kotd = await Kotd.start(settings, join(home, 'data'), [
    ...['unshare', '--mount', '--propagation=private', 'sh', '-c', CONFINE, 'confine'],
  ]);
  t.teardown(async () => {
    if (kotd.process.exitCode === null) await signal(kotd, 'SIGKILL');
  });
  return kotd;
}

/** To the primary, which is the child of strace. */
async function signal({ process: { pid } }: Kotd, name: NodeJS.Signals): Promise<void> {
  const [child = 0] = await childrenOf(pid);
  // 0 would be all processes of the test.
  if (!(child > 0)) throw new Error('it does not run');
  process.kill(child, name);
}

/** All system calls that were made, by name, and the families of sockets. */
async function callsOf(kotd: Kotd): Promise<{ names: Set<string>; families: Set<string> }> {
  const text = await readFile(join(dirname(kotd.data), 'calls'), 'utf8');
  const all = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, at = '']) => at));
  return {
    names: all(/^\d+ +(?:<\.\.\. )?([a-z]\w+)(?:\(| resumed)/gm),
    families: all(/ socket\((AF_\w+)/g),
  };
}

/** The calls that the unit's filters let through: each line adds to those before, or takes away. */
function allowedBy(unit: Unit): Set<string> {
  const allowed = new Set<string>();
  for (const filter of unit.get('SystemCallFilter') ?? []) {
    for (const call of filter
      .replace('~', '')
      .split(' ')
      .flatMap((set) => [...systemCalls(set)])) {
      if (filter.startsWith('~')) allowed.delete(call);
      else allowed.add(call);
    }
  }
  return allowed;
}

t.test(
  'confined as kotd.service confines it: starts, serves, reloads and stops',
  { skip },
  async (t) => {
    const kotd = await startConfined(t);
    const place = await Restaurant.open(kotd.url);
    const order = await place.order(place.tables[0]);
    await place.do('POST', `/orders/${order.id}/send`, {});
    t.equal((await fetch(`${kotd.url}/metrics`)).status, 200);
    await signal(kotd, 'SIGHUP');
    const deadline = performance.now() + 60_000;
    while (!kotd.output.includes('all workers are new') && performance.now() < deadline) {
      await delay(20);
    }
    t.match(kotd.output, 'all workers are new');
    t.equal((await place.order(place.tables[1])).status, 'open');
    const exited = once(kotd.process, 'exit');
    await signal(kotd, 'SIGTERM');
    t.equal((await exited)[0], 0, `it stops well: ${kotd.output.slice(-2000)}`);

    const unit = await readUnit('kotd.service');
    const allowed = allowedBy(unit);
    const { names, families } = await callsOf(kotd);
    t.comment(`${names.size} system calls: ${[...names].sort().join(' ')}`);
    t.ok(names.has('fdatasync') || names.has('fsync') || names.has('msync'), 'commits were seen');
    const refused = [...names].filter((name) => !allowed.has(name));
    t.same(refused, [], 'it makes no call that the filter refuses');
    const reachable = unit.get('RestrictAddressFamilies')?.[0]?.split(' ') ?? [];
    const beyond = [...families].filter((family) => !reachable.includes(family));
    t.same(beyond, [], 'it opens no socket that it may not open');
    t.ok(families.has('AF_INET') && families.has('AF_UNIX'), 'sockets were seen');
  },
);
