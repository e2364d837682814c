import { FLEET } from './fleet.js';
import {
  isEmail,
  isOrigin,
  isProxy,
  list,
  oneOf,
  path,
  wholeNumber,
  word,
  yesOrNo,
} from './kinds.js';
import { open, setting } from './setting.js';

const MAX_MS = 3_600_000;
const perMinute = wholeNumber(0, 1_000_000_000);
const PER_MINUTE = 'requests/min, 0 = off';

/** Every setting there is, by its name in the code. */
export const SETTINGS = {
  data: setting('KOTD_DATA', path, './data', '', 'Folder of everything that is kept'),
  host: setting('KOTD_HOST', word(1), '127.0.0.1', '', 'Address to listen on'),
  port: setting(
    'KOTD_PORT',
    wholeNumber(0, 65_535),
    '8080',
    '',
    'Port to listen on, 0 = any free one',
  ),
  workers: setting(
    'KOTD_WORKERS',
    wholeNumber(0, 512),
    '0',
    '',
    'Worker processes, 0 = one per CPU',
  ),
  logLevel: setting(
    'KOTD_LOG',
    oneOf('debug', 'info', 'warn', 'error', 'silent'),
    'info',
    '',
    'Least important lines that are logged',
  ),
  secret: open(
    'KOTD_SECRET',
    word(32),
    'on loopback one is made and kept in the data folder; elsewhere kotd does not start',
    '',
    'Signs all tokens',
  ),
  demo: open(
    'KOTD_DEMO',
    yesOrNo,
    '1 on loopback, else 0',
    '',
    'Make the demo organization when the store is empty',
  ),
  rateAuth: setting(
    'KOTD_RATE_AUTH',
    perMinute,
    '10',
    PER_MINUTE,
    'Logins and the like per account',
  ),
  rateAddress: open(
    'KOTD_RATE_ADDRESS',
    perMinute,
    'ten times KOTD_RATE_AUTH',
    PER_MINUTE,
    'Calls without a login per address: ten tills may stand behind one',
  ),
  rateOrders: setting(
    'KOTD_RATE_ORDERS',
    perMinute,
    '200',
    PER_MINUTE,
    'Order commands per person',
  ),
  rateOther: setting('KOTD_RATE_OTHER', perMinute, '100', PER_MINUTE, 'All other calls per person'),
  rateOutlet: setting(
    'KOTD_RATE_OUTLET',
    perMinute,
    '1000',
    PER_MINUTE,
    'Calls per organization, for each of its outlets',
  ),
  heartbeatMs: setting(
    'KOTD_HEARTBEAT_MS',
    wholeNumber(100, 60_000),
    '3000',
    'ms',
    'How often a screen is told the position of its stream',
  ),
  gatherMs: setting(
    'KOTD_GATHER_MS',
    wholeNumber(0, 1000),
    '8',
    'ms',
    'How long events for many screens are gathered into one frame, 0 = not at all',
  ),
  socketQueueBytes: setting(
    'KOTD_SOCKET_QUEUE_BYTES',
    wholeNumber(16_384, 1_073_741_824),
    '1048576',
    'bytes',
    'What may wait for a slow socket before it is closed',
  ),
  resumeEvents: setting(
    'KOTD_RESUME_EVENTS',
    wholeNumber(0, 1_000_000),
    '5000',
    'events',
    'Most events a resume replays before it sends a snapshot',
  ),
  cacheEntries: setting(
    'KOTD_CACHE_ENTRIES',
    wholeNumber(0, 10_000_000),
    '10000',
    'answers',
    'Most answers in the cache of each worker, 0 = no cache',
  ),
  cacheBytes: setting(
    'KOTD_CACHE_BYTES',
    wholeNumber(0, 68_719_476_736),
    '67108864',
    'bytes',
    'Most bytes in the cache of each worker',
  ),
  cacheTtlMs: setting(
    'KOTD_CACHE_TTL_MS',
    wholeNumber(0, MAX_MS),
    '5000',
    'ms',
    'Age at which a cached answer is made again even if nothing changed',
  ),
  passwordCost: setting(
    'KOTD_PASSWORD_COST',
    wholeNumber(12, 20),
    '15',
    'log2 N of scrypt',
    'Work of checking a password; 15 takes 32 MiB and about 0.1 s',
  ),
  metricsToken: open(
    'KOTD_METRICS_TOKEN',
    word(16),
    '/metrics asks for none and answers this machine only',
    '',
    'Bearer token that /metrics asks everybody for, this machine too',
  ),
  operators: open(
    'KOTD_OPERATORS',
    list('e-mail addresses', isEmail),
    'the owner of the demo where it was made, else nobody',
    '',
    'Logins of those who run the box and may see how it does',
  ),
  corsOrigins: open(
    'KOTD_CORS_ORIGINS',
    list('origins', isOrigin),
    'none',
    '',
    'Web pages from elsewhere that may call the API',
  ),
  trustedProxies: open(
    'KOTD_TRUSTED_PROXIES',
    list('addresses, subnets or unix', isProxy),
    'none',
    '',
    'Proxies whose X-Forwarded-For is believed',
  ),
  drainMs: setting(
    'KOTD_DRAIN_MS',
    wholeNumber(0, MAX_MS),
    '10000',
    'ms',
    'Time a worker has to finish its work when it is stopped',
  ),
  commandDays: setting(
    'KOTD_COMMAND_DAYS',
    wholeNumber(7, 3650),
    '8',
    'days',
    'How long the answer to an Idempotency-Key is kept',
  ),
  ...FLEET,
} as const;

/** The table as the README shows it; a test compares the two. */
export function settingsTable(): string {
  const rows = Object.values(SETTINGS).map(({ name, kind, preset, unit, meaning, ...row }) => {
    const initial = preset === null ? ('otherwise' in row ? row.otherwise : '') : `\`${preset}\``;
    return `| \`${name}\` | ${kind.type} | ${initial} | ${unit} | ${meaning} |`;
  });
  return ['| name | value | default | unit | meaning |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}
