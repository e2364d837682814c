import { redisAddress, storeAddress } from './addresses.js';
import { path, wholeNumber, word, yesOrNo } from './kinds.js';
import { open, setting } from './setting.js';

const MAX_MS = 3_600_000;

/** The settings of more than one box: database, Redis, what passes between boxes, the guards around them. */
export const FLEET = {
  store: open(
    'KOTD_STORE',
    storeAddress,
    'the embedded store in the data folder',
    '',
    'MongoDB (replica set or sharded cluster) with the name of the database, or a folder',
  ),
  mongoPoolMax: setting(
    'KOTD_MONGO_POOL_MAX',
    wholeNumber(1, 10_000),
    '100',
    'connections',
    'Most connections of a worker to MongoDB',
  ),
  mongoPoolMin: setting(
    'KOTD_MONGO_POOL_MIN',
    wholeNumber(0, 10_000),
    '10',
    'connections',
    'Connections to MongoDB that a worker keeps open',
  ),
  mongoIdleMs: setting(
    'KOTD_MONGO_IDLE_MS',
    wholeNumber(0, MAX_MS),
    '30000',
    'ms',
    'Idle time after which a connection to MongoDB above the least is closed',
  ),
  mongoQueueMs: setting(
    'KOTD_MONGO_QUEUE_MS',
    wholeNumber(1, MAX_MS),
    '5000',
    'ms',
    'Longest wait for a free connection to MongoDB',
  ),
  mongoSelectionMs: setting(
    'KOTD_MONGO_SELECTION_MS',
    wholeNumber(1, MAX_MS),
    '5000',
    'ms',
    'Longest wait for a MongoDB server that can take the call',
  ),
  mongoSocketMs: setting(
    'KOTD_MONGO_SOCKET_MS',
    wholeNumber(100, MAX_MS),
    '45000',
    'ms',
    'Silence after which a call to MongoDB is given up',
  ),
  redis: open(
    'KOTD_REDIS',
    redisAddress,
    'none: the box stands alone',
    '',
    'Redis that the boxes share: `redis://`, `rediss://`, `redis+sentinel://a,b,c/name`, `redis+cluster://a,b,c`',
  ),
  box: open(
    'KOTD_BOX',
    word(1),
    'host name and port',
    '',
    'Name of this box in logs and metrics, and on the bus',
  ),
  sockets: open(
    'KOTD_SOCKETS',
    path,
    'none',
    '',
    'Folder of this kotd alone, where each worker also listens on a unix socket of its own, for nginx on this machine',
  ),
  breakerTimeoutMs: setting(
    'KOTD_BREAKER_TIMEOUT_MS',
    wholeNumber(10, MAX_MS),
    '3000',
    'ms',
    'Time after which a call to MongoDB or Redis counts as failed',
  ),
  breakerPercent: setting(
    'KOTD_BREAKER_PERCENT',
    wholeNumber(1, 100),
    '50',
    '% of calls',
    'Failures at which the breaker opens: calls are refused at once',
  ),
  breakerCalls: setting(
    'KOTD_BREAKER_CALLS',
    wholeNumber(1, 100_000),
    '10',
    'calls',
    'Fewest calls in 10 s that the breaker judges by',
  ),
  breakerRetryMs: setting(
    'KOTD_BREAKER_RETRY_MS',
    wholeNumber(10, MAX_MS),
    '30000',
    'ms',
    'Longest time until an open breaker lets a call through to see',
  ),
  positionChecks: setting(
    'KOTD_POSITION_CHECKS',
    yesOrNo,
    '1',
    '',
    'Compare streams with the store; 0 only for the test that shows why they are',
  ),
} as const;
