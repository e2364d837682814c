import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import t from 'tap';
import { type Settings, SettingsError, isLoopbackHost, readSettings } from '../../src/config.js';
import { SETTINGS } from '../../src/config/table.js';

const SECRET = 'k'.repeat(32);

const inMongo = (database: string) => `mongodb://db-1/${database}`;

interface Case {
  /** What it is when the variable is not set. */
  preset: unknown;
  good: [text: string, value: unknown][];
  bad: string[];
}

/** Every setting; the compiler asks for the one that is missing. */
const CASES: Record<keyof typeof SETTINGS, Case> = {
  data: { preset: resolve('./data'), good: [['/srv/kotd', '/srv/kotd']], bad: [] },
  host: { preset: '127.0.0.1', good: [['::1', '::1']], bad: ['my host'] },
  port: {
    preset: 8080,
    good: [
      ['0', 0],
      ['65535', 65_535],
    ],
    bad: ['-1', '65536', '80a', '1e3', '8080.0'],
  },
  workers: { preset: availableParallelism(), good: [['3', 3]], bad: ['513', 'two'] },
  logLevel: { preset: 'info', good: [['silent', 'silent']], bad: ['verbose', 'INFO'] },
  secret: { preset: null, good: [[SECRET, SECRET]], bad: ['k'.repeat(31), `${SECRET} ${SECRET}`] },
  demo: {
    preset: true,
    good: [
      ['0', false],
      ['1', true],
    ],
    bad: ['yes', '2'],
  },
  rateAuth: { preset: 10, good: [['0', 0]], bad: ['1000000001', '-1'] },
  rateAddress: { preset: 100, good: [['7', 7]], bad: ['x'] },
  rateOrders: { preset: 200, good: [['0', 0]], bad: ['0.5'] },
  rateOther: { preset: 100, good: [['1', 1]], bad: [' '] },
  rateOutlet: { preset: 1000, good: [['5000', 5000]], bad: ['∞'] },
  heartbeatMs: { preset: 3000, good: [['100', 100]], bad: ['99', '60001'] },
  gatherMs: { preset: 8, good: [['0', 0]], bad: ['1001'] },
  socketQueueBytes: { preset: 1_048_576, good: [['65536', 65_536]], bad: ['1MiB', '1'] },
  resumeEvents: { preset: 5000, good: [['0', 0]], bad: ['-5'] },
  cacheEntries: { preset: 10_000, good: [['0', 0]], bad: ['many'] },
  cacheBytes: { preset: 67_108_864, good: [['1024', 1024]], bad: ['64M'] },
  cacheTtlMs: { preset: 5000, good: [['0', 0]], bad: ['3600001'] },
  passwordCost: {
    preset: 15,
    good: [
      ['12', 12],
      ['20', 20],
    ],
    bad: ['11', '21'],
  },
  metricsToken: { preset: null, good: [['m'.repeat(16), 'm'.repeat(16)]], bad: ['m'.repeat(15)] },
  operators: {
    preset: null,
    good: [['a@b.example, C@d.example', ['a@b.example', 'C@d.example']]],
    bad: ['a@b.example,', 'nobody', 'a b@c.example'],
  },
  corsOrigins: {
    preset: [],
    good: [
      [
        'https://pos.example, http://10.0.0.5:3000',
        ['https://pos.example', 'http://10.0.0.5:3000'],
      ],
    ],
    bad: ['https://pos.example/', 'pos.example', '*', 'https://a.example,', 'file:///x'],
  },
  trustedProxies: {
    preset: [],
    good: [['10.0.0.1, fd00::/8,unix', ['10.0.0.1', 'fd00::/8', 'unix']]],
    bad: ['nginx', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '::/129'],
  },
  drainMs: { preset: 10_000, good: [['0', 0]], bad: ['10s'] },
  commandDays: { preset: 8, good: [['7', 7]], bad: ['6'] },
  store: {
    preset: null,
    good: [['/srv/kotd/store', '/srv/kotd/store']],
    bad: [
      ...['mongodb://db-1', 'mongodb://db-1/', 'postgres://db-1/kotd', 'MONGODB://db-1/kotd'],
      ...['a.b', 'a%2Fb', 'a b', '$a', 'a"', 'a\\b', 'x'.repeat(64), '%zz'].map(inMongo),
      ...['admin', 'local', 'config', 'Admin'].map(inMongo),
      ...['mongodb://db-1:65536/kotd', 'mongodb://db-1:0/kotd', 'mongodb://db-1,/kotd'],
      ...['mongodb+srv://a,b/kotd', 'mongodb+srv://a:27017/kotd'],
      ...[
        'mongodb://me:p@ss@db-1/kotd',
        'mongodb://me:p/ss@db-1/kotd',
        'mongodb://me:%zz@db-1/kotd',
      ],
    ],
  },
  mongoPoolMax: { preset: 100, good: [['7', 7]], bad: ['0'] },
  mongoPoolMin: { preset: 10, good: [['0', 0]], bad: ['-1'] },
  mongoIdleMs: { preset: 30_000, good: [['0', 0]], bad: ['30s'] },
  mongoQueueMs: { preset: 5000, good: [['1', 1]], bad: ['0'] },
  mongoSelectionMs: { preset: 5000, good: [['1', 1]], bad: ['0'] },
  mongoSocketMs: { preset: 45_000, good: [['100', 100]], bad: ['99'] },
  redis: {
    preset: null,
    good: [],
    bad: [
      ...['localhost:6379', 'http://redis', 'redis+sentinel://a:1', 'redis://a,b', 'redis://a/x'],
      ...[
        'redis://a:65536',
        'redis://a:0',
        'redis://a:x',
        'redis://a b',
        'redis+cluster://a,b:65536',
      ],
      ...['redis://me:p@ss@a', 'redis://%zz@a', 'redis+sentinel://a:65536/kotd'],
    ],
  },
  box: { preset: null, good: [['box-1', 'box-1']], bad: ['box 1'] },
  sockets: { preset: null, good: [['/run/kotd', '/run/kotd']], bad: [] },
  breakerTimeoutMs: { preset: 3000, good: [['10', 10]], bad: ['9'] },
  breakerPercent: { preset: 50, good: [['100', 100]], bad: ['0', '101'] },
  breakerCalls: { preset: 10, good: [['1', 1]], bad: ['0'] },
  breakerRetryMs: { preset: 30_000, good: [['10', 10]], bad: ['9'] },
  positionChecks: { preset: true, good: [['0', false]], bad: ['off'] },
};

/** The lines of a refusal. */
function refusal(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.lines;
    throw error;
  }
  return [];
}

for (const key of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) {
  const { name } = SETTINGS[key];
  const { preset, good, bad } = CASES[key];
  t.test(`config: ${name}`, async (t) => {
    t.same(readSettings({})[key], preset, 'not set');
    t.same(readSettings({ [name]: '' })[key], preset, 'empty is not set');
    for (const [text, value] of good) t.same(readSettings({ [name]: text })[key], value, text);
    for (const text of bad) {
      const lines = refusal({ [name]: text }).filter((line) => line.startsWith(`${name} must be `));
      t.equal(lines.length, 1, `"${text}": ${lines[0]}`);
    }
  });
}

t.test('config: every wrong setting has its line, and all are told at once', async (t) => {
  t.same(
    refusal({ KOTD_PORT: 'x', KOTD_LOG: 'loud', KOTD_PROT: '8080', KOTD_TEST_X: '1', PORT: 'x' }),
    [
      'KOTD_PROT is not a setting',
      'KOTD_PORT must be a whole number from 0 to 65,535',
      'KOTD_LOG must be one of debug, info, warn, error, silent',
    ],
  );
});

t.test('config: a secret that is too short is not repeated in the refusal', async (t) => {
  t.notMatch(refusal({ KOTD_SECRET: 'hunter2' }).join(), /hunter2/);
});

t.test(
  'config: outside loopback a secret must be given, and there is no demo by itself',
  async (t) => {
    t.same(refusal({ KOTD_HOST: '0.0.0.0' }), [
      'KOTD_SECRET must be set, because KOTD_HOST 0.0.0.0 is not a loopback address',
    ]);
    const open: Settings = readSettings({ KOTD_HOST: '0.0.0.0', KOTD_SECRET: SECRET });
    t.equal(open.demo, false);
    t.equal(readSettings({ KOTD_HOST: '0.0.0.0', KOTD_SECRET: SECRET, KOTD_DEMO: '1' }).demo, true);
  },
);

t.test('config: what boxes share needs a secret that they share', async (t) => {
  const shared = [
    { KOTD_STORE: 'mongodb://db-1,db-2:27018/kotd?replicaSet=rs0' },
    { KOTD_STORE: 'mongodb+srv://cluster.example/kotd' },
    { KOTD_REDIS: 'redis://10.0.0.7:6379/2' },
    { KOTD_REDIS: 'rediss://user:pass@10.0.0.7:6379' },
    { KOTD_REDIS: 'redis+sentinel://a:26379,b:26379/kotd' },
    { KOTD_REDIS: 'redis+cluster://a:7000,b:7000' },
  ];
  for (const env of shared) {
    t.match(refusal(env), [/^KOTD_SECRET must be set/]);
    const { mongo, redis, fleet } = readSettings({ ...env, KOTD_SECRET: SECRET });
    t.same([mongo, redis, fleet], [env.KOTD_STORE ?? null, env.KOTD_REDIS ?? null, true]);
  }
  const alone = readSettings({ KOTD_STORE: './there' });
  t.same([alone.mongo, alone.storeFolder, alone.fleet], [null, resolve('./there'), false]);
  t.equal(readSettings({ KOTD_DATA: '/srv/kotd' }).storeFolder, '/srv/kotd/store');
});

t.test('config: a password is not repeated in a refusal', async (t) => {
  for (const address of ['mongodb://me:hunter2@x@db-1/kotd', 'mongodb://me:hunter2@db-1:x/kotd']) {
    const lines = refusal({ KOTD_STORE: address, KOTD_SECRET: SECRET });
    t.equal(lines.length, 1);
    t.notMatch(lines[0], /hunter2/);
  }
});

t.test('config: what MongoDB takes is taken', async (t) => {
  for (const address of [
    'mongodb://me:p%40ss@db-1:27017,[fd00::1]:27018/kotd_1?replicaSet=rs0&tlsCAFile=/etc/a@b/ca.pem',
    'mongodb://%2Ftmp%2Fmongodb-27017.sock/kotd',
    'mongodb+srv://me:p%2Fss@cluster.example/kotd',
    `mongodb://db-1/${'x'.repeat(63)}`,
  ]) {
    t.equal(readSettings({ KOTD_STORE: address, KOTD_SECRET: SECRET }).mongo, address);
  }
});

t.test('config: who does not serve needs no secret, and no typing error passes', async (t) => {
  const shared = { KOTD_HOST: '0.0.0.0', KOTD_STORE: 'mongodb://db-1/kotd' };
  t.equal(readSettings(shared, false).secret, null);
  t.throws(() => readSettings({ ...shared, KOTD_SOTRE: 'x' }, false), {
    message: 'KOTD_SOTRE is not a setting',
  });
});

t.test('config: the least connections are at most the most', async (t) => {
  t.same(refusal({ KOTD_MONGO_POOL_MIN: '50', KOTD_MONGO_POOL_MAX: '10' }), [
    'KOTD_MONGO_POOL_MIN must be at most KOTD_MONGO_POOL_MAX, which is 10',
  ]);
  t.same(refusal({ KOTD_MONGO_POOL_MIN: '101' }).length, 1, 'the preset most counts too');
  t.equal(readSettings({ KOTD_MONGO_POOL_MAX: '5' }).mongoPoolMax, 5, 'the preset least gives way');
});

t.test('config: an address has ten times the logins of an account, unless it is set', async (t) => {
  t.equal(readSettings({ KOTD_RATE_AUTH: '30' }).rateAddress, 300);
  t.equal(readSettings({ KOTD_RATE_AUTH: '30', KOTD_RATE_ADDRESS: '0' }).rateAddress, 0);
});

t.test('config: what is read cannot be changed', async (t) => {
  t.ok(Object.isFrozen(readSettings({})));
});

t.test('config: loopback is what only this machine can reach', async (t) => {
  for (const host of ['127.0.0.1', '127.8.9.1', 'localhost', '::1'])
    t.ok(isLoopbackHost(host), host);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.example.org', '128.0.0.1']) {
    t.notOk(isLoopbackHost(host), host);
  }
});
