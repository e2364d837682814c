import { resolve } from 'node:path';
import t from 'tap';
import { readSettings, SettingsError } from '../../src/config.js';
import { SETTINGS, settingsTable } from '../../src/config/table.js';

const SECRET = 's'.repeat(32);

/** For each setting: texts that are good with what they are read as, and texts that are not. */
const CASES: Record<keyof typeof SETTINGS, { good: [string, unknown][]; bad: string[] }> = {
  data: {
    good: [
      ['/srv/kotd', '/srv/kotd'],
      ['here', resolve('here')],
    ],
    bad: [],
  },
  host: {
    good: [
      ['::1', '::1'],
      ['localhost', 'localhost'],
    ],
    bad: ['two words'],
  },
  port: {
    good: [
      ['0', 0],
      ['65535', 65_535],
    ],
    bad: ['-1', '65536', '80.5', 'http'],
  },
  workers: { good: [['3', 3]], bad: ['513', 'all'] },
  logLevel: {
    good: [
      ['debug', 'debug'],
      ['silent', 'silent'],
    ],
    bad: ['loud', 'INFO'],
  },
  secret: { good: [[SECRET, SECRET]], bad: ['short', `${SECRET} ${SECRET}`] },
  demo: {
    good: [
      ['0', false],
      ['1', true],
    ],
    bad: ['yes', '2'],
  },
  rateAuth: {
    good: [
      ['0', 0],
      ['10', 10],
    ],
    bad: ['-1', '1e3'],
  },
  rateAddress: { good: [['7', 7]], bad: ['none'] },
  rateOrders: { good: [['0', 0]], bad: ['1.5'] },
  rateOther: { good: [['5', 5]], bad: ['x'] },
  rateOutlet: { good: [['1000000', 1_000_000]], bad: ['1000001'] },
  heartbeatMs: { good: [['100', 100]], bad: ['99', '60001'] },
  gatherMs: { good: [['0', 0]], bad: ['1001'] },
  socketQueueBytes: { good: [['16384', 16_384]], bad: ['1'] },
  resumeEvents: { good: [['0', 0]], bad: ['-5'] },
  cacheEntries: { good: [['0', 0]], bad: ['many'] },
  cacheBytes: { good: [['1', 1]], bad: ['64MB'] },
  cacheTtlMs: { good: [['0', 0]], bad: ['5s'] },
  passwordCost: {
    good: [
      ['12', 12],
      ['20', 20],
    ],
    bad: ['11', '21'],
  },
  metricsToken: { good: [['t'.repeat(16), 't'.repeat(16)]], bad: ['short'] },
  corsOrigins: {
    good: [
      [
        'https://pos.example, http://127.0.0.1:3000',
        ['https://pos.example', 'http://127.0.0.1:3000'],
      ],
    ],
    bad: ['pos.example', 'https://pos.example/path', '*', 'https://a.example,'],
  },
  trustedProxies: {
    good: [['127.0.0.1,10.0.0.0/8,::1,unix', ['127.0.0.1', '10.0.0.0/8', '::1', 'unix']]],
    bad: ['nginx', '10.0.0.0/33', '10.0.0.0/8/8'],
  },
  drainMs: { good: [['0', 0]], bad: ['3600001'] },
  commandDays: { good: [['7', 7]], bad: ['6'] },
};

function linesOf(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.lines;
    throw error;
  }
  return [];
}

for (const [key, { good, bad }] of Object.entries(CASES)) {
  const { name } = SETTINGS[key as keyof typeof SETTINGS];
  t.test(`${name}: what it takes and what it does not`, async (t) => {
    for (const [text, value] of good) {
      const settings = readSettings({ KOTD_SECRET: SECRET, [name]: text });
      t.same(settings[key as keyof typeof settings], value, text);
    }
    for (const text of bad) {
      const lines = linesOf({ KOTD_SECRET: SECRET, [name]: text });
      t.equal(lines.length, 1, text);
      t.match(lines[0], new RegExp(`^${name} must be `));
    }
  });
}

t.test('settings: nothing set is a server on loopback with the demo', async (t) => {
  const settings = readSettings({});
  t.match(settings, {
    host: '127.0.0.1',
    port: 8080,
    demo: true,
    secret: null,
    rateAuth: 10,
    rateAddress: 100,
    rateOrders: 200,
    rateOther: 100,
    rateOutlet: 1000,
  });
  t.ok(settings.workers >= 1);
  t.ok(Object.isFrozen(settings));
});

t.test('settings: an empty variable counts as not set', async (t) => {
  t.equal(readSettings({ KOTD_PORT: '' }).port, 8080);
});

t.test(
  'settings: the address budget is ten tills behind one address, unless it is set',
  async (t) => {
    t.equal(readSettings({ KOTD_RATE_AUTH: '3' }).rateAddress, 30);
    t.equal(readSettings({ KOTD_RATE_AUTH: '0' }).rateAddress, 0);
    t.equal(readSettings({ KOTD_RATE_AUTH: '3', KOTD_RATE_ADDRESS: '5' }).rateAddress, 5);
  },
);

t.test('settings: beyond loopback a secret is needed and no demo is made', async (t) => {
  for (const host of ['0.0.0.0', '::', '192.0.2.7', 'kotd.example']) {
    t.match(linesOf({ KOTD_HOST: host })[0], /KOTD_SECRET must be set/, host);
    t.equal(readSettings({ KOTD_HOST: host, KOTD_SECRET: SECRET }).demo, false, host);
  }
  for (const host of ['127.0.0.1', '127.0.0.5', '::1', 'localhost']) {
    t.equal(readSettings({ KOTD_HOST: host }).demo, true, host);
  }
  const asked = readSettings({ KOTD_HOST: '0.0.0.0', KOTD_SECRET: SECRET, KOTD_DEMO: '1' });
  t.equal(asked.demo, true);
});

t.test('settings: every mistake is told at once, typing errors in names too', async (t) => {
  const lines = linesOf({ KOTD_PROT: '1', KOTD_PORT: 'x', KOTD_WORKERS: 'x', KOTD_TEST_X: '1' });
  t.equal(lines.length, 3);
  t.match(lines.join('\n'), /KOTD_PROT is not a setting/);
});

t.test('settings: a secret never stands in a message', async (t) => {
  t.notMatch(linesOf({ KOTD_SECRET: 'hunter2' }).join('\n'), /hunter2/);
});

t.test('settings: the table has a row for each', async (t) => {
  const table = settingsTable();
  for (const { name } of Object.values(SETTINGS)) t.match(table, `\`${name}\``);
});
