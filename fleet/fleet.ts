import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { onSignals } from '../src/cluster/signals.js';
import { DEMO_LOGINS } from '../src/demo/restaurant.js';
import { readArguments, run, WrongArguments } from './command.js';
import { type Fleet, type FleetOptions, FLEET_DEFAULTS, startFleet } from './start.js';

/** On one machine all clients have one address: the walls must not be what a trial measures. */
const TRIAL_WALLS = { connections: 20_000, rate: 1_000_000 };
const USAGE = `npm run fleet -- [--boxes 2] [--workers 2] [--store mongo|embedded] [--data DIR] [--json]

Starts a database, Redis, so many boxes and nginx in front of them, on this machine. Ctrl-C stops everything.
KOTD_ variables that are set become settings of every box. A part that dies is told, and the others go on.`;

interface Asked {
  help: boolean;
  json: boolean;
  options: FleetOptions;
}

/** @throws WrongArguments */
function asked(args: string[]): Asked {
  const { values } = readArguments({
    args,
    options: {
      help: { type: 'boolean', default: false },
      boxes: { type: 'string', default: String(FLEET_DEFAULTS.boxes) },
      workers: { type: 'string', default: String(FLEET_DEFAULTS.workers) },
      store: { type: 'string', default: FLEET_DEFAULTS.store },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { store, data = null, json, help } = values;
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
  return { help, json, options };
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

function addresses({ nginx, boxes, mongo, redis, store, logs }: Fleet) {
  return {
    nginx: nginx.url,
    tls: nginx.tls,
    certificate: nginx.certificate,
    boxes: boxes.map(({ url }) => url),
    mongo: mongo && store,
    redis: redis?.url ?? null,
    logs,
  };
}

function story(fleet: Fleet): string {
  const { nginx, tls, certificate, boxes, mongo, redis } = addresses(fleet);
  const rows: [what: string, where: string][] = [
    ['nginx', `${nginx} (this machine), ${tls} (certificate ${certificate})`],
    ...boxes.map((url, at): [string, string] => [`box ${at + 1}`, url]),
    ['store', mongo ?? fleet.store],
    ['redis', redis ?? 'none'],
    ['logs', fleet.logs],
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
  const { help, json, options } = asked(process.argv.slice(2));
  if (help) {
    print(USAGE);
    return 0;
  }
  const stopped = new AbortController();
  const told = new Promise<void>((resolve) => {
    stopped.signal.addEventListener('abort', () => resolve());
  });
  let fleet: Fleet | null = null;
  const died = (part: string, how: string) => {
    const log = fleet && `; its log: ${join(fleet.logs, `${part}.log`)}`;
    console.error(`fleet: ${part} died (${how})${log ?? ''}`);
  };
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
    fleet = await startFleet({ ...options, died }, stopped.signal);
  } catch (error) {
    if (stopped.signal.aborted) return 0;
    throw error;
  }
  print(json ? JSON.stringify(addresses(fleet)) : story(fleet));
  await told;
  if (!json) print('Stopping.');
  const kept = await fleet.stop();
  if (kept !== null) console.error(`fleet: the logs are kept in ${kept}, since a part died`);
  return 0;
}

await run('fleet', main);
