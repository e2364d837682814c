import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { onSignals } from '../src/cluster/signals.js';
import { DEMO_LOGINS } from '../src/demo/restaurant.js';
import { type Fleet, type FleetOptions, FLEET_DEFAULTS, startFleet } from './start.js';

/** On one machine all clients have one address: the walls must not be what a trial measures. */
const TRIAL_WALLS = { connections: 20_000, rate: 1_000_000 };
const USAGE = `npm run fleet -- [--boxes 2] [--workers 2] [--store mongo|embedded] [--data DIR] [--json]

Starts a database, Redis, so many boxes and nginx in front of them, on this machine. Ctrl-C stops everything.
KOTD_ variables that are set become settings of every box.`;

/** What was asked for makes no sense. */
class WrongArguments extends Error {}

/** @throws WrongArguments, or what parseArgs says */
function readArguments(args: string[]): { json: boolean; options: FleetOptions } {
  const { values } = parseArgs({
    args,
    options: {
      boxes: { type: 'string', default: String(FLEET_DEFAULTS.boxes) },
      workers: { type: 'string', default: String(FLEET_DEFAULTS.workers) },
      store: { type: 'string', default: FLEET_DEFAULTS.store },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { store, data = null, json } = values;
  if (store !== 'mongo' && store !== 'embedded')
    throw new WrongArguments('--store is mongo or embedded');
  const options = {
    ...FLEET_DEFAULTS,
    boxes: count('boxes', values.boxes, 50),
    workers: count('workers', values.workers, 64),
    store,
    data,
    walls: TRIAL_WALLS,
    settings: settingsOf(process.env),
  } as const;
  return { json, options };
}

function settingsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (/^KOTD_(?!TEST_)/.test(name) && value) settings[name] = value;
  }
  return settings;
}

function count(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new WrongArguments(`--${name} is a whole number from 1 to ${most}`);
}

function addresses({ nginx, boxes, mongo, redis, store }: Fleet) {
  return {
    nginx: nginx.url,
    tls: nginx.tls,
    certificate: nginx.certificate,
    boxes: boxes.map(({ url }) => url),
    mongo: mongo && store,
    redis: redis?.url ?? null,
  };
}

function story(fleet: Fleet): string {
  const { nginx, tls, certificate, boxes, mongo, redis } = addresses(fleet);
  const rows: [what: string, where: string][] = [
    ['nginx', `${nginx} (this machine), ${tls} (certificate ${certificate})`],
    ...boxes.map((url, at): [string, string] => [`box ${at + 1}`, url]),
    ['store', mongo ?? fleet.store],
    ['redis', redis ?? 'none'],
    ['all in', fleet.folder],
  ];
  const logins = DEMO_LOGINS.map(
    ({ role, email, password }) => `  ${role.padEnd(8)} ${email.padEnd(20)} ${password}`,
  );
  return [
    'The fleet serves:',
    ...rows.map(([what, where]) => `  ${what.padEnd(8)} ${where}`),
    '',
    'Demo restaurant "Annapurna", to log in as:',
    ...logins,
    '',
    `Try first: npm run demo -- --server ${nginx} (in a second terminal) plays a dinner.`,
    'Ctrl-C stops everything.',
  ].join('\n');
}

/** At once, whatever becomes of us then; a reader that went away is no reason to leave servers behind. */
function print(text: string): void {
  try {
    writeSync(1, `${text}\n`);
  } catch {
    console.error('fleet: nobody reads what is printed');
  }
}

async function main(): Promise<number> {
  const { json, options } = readArguments(process.argv.slice(2));
  const stopped = new AbortController();
  const told = new Promise<void>((resolve) => {
    stopped.signal.addEventListener('abort', () => resolve());
  });
  let fleet: Fleet | null = null;
  onSignals({
    stop: () => stopped.abort(),
    // What still runs is killed at exit.
    abort: () => process.exit(130),
    reload: () => {
      for (const box of fleet?.boxes ?? []) {
        box.reload().catch((error: Error) => console.error(`fleet: ${error.message}`));
      }
    },
  });
  try {
    fleet = await startFleet(options, stopped.signal);
  } catch (error) {
    if (stopped.signal.aborted) return 0;
    throw error;
  }
  print(json ? JSON.stringify(addresses(fleet)) : story(fleet));
  await told;
  if (!json) print('Stopping.');
  await fleet.stop();
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: Error & { code?: string }) => {
    for (const line of error.message.split('\n')) console.error(`fleet: ${line}`);
    const wrong = error instanceof WrongArguments || error.code?.startsWith('ERR_PARSE_ARGS');
    if (wrong) console.error(USAGE);
    process.exit(1);
  },
);
