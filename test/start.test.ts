import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { Menu } from '../src/domain/shapes/menu.js';
import type { Role } from '../src/domain/shapes/staff.js';
import { DEMO_LOGINS } from '../src/demo/restaurant.js';
import { Api } from './api.js';
import { Kotd, SERVER } from './kotd.js';
import { SECRET } from './store-settings.js';

interface LoggedIn {
  accessToken: string;
  user: { role: Role; organizationId: string };
  outlets: { id: string; name: string }[];
}

const loginAs = (api: Api, { email, password }: { email: string; password: string }) =>
  api.expect<LoggedIn>(200, 'POST', '/auth/login', { body: { email, password } });

/** Starts a kotd that is not expected to start; answers its exit code and what it said. */
async function refused(settings: Record<string, string>) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [SERVER], { env: { PATH, HOME, ...settings } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      said += text.toString();
    });
  }
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, lines: said.trim().split('\n') };
}

/** A demo or none, as kotd itself decides. */
const NEWCOMER = { KOTD_DEMO: undefined };

t.test('the demo: an Indian restaurant with everything a tour needs', async (t) => {
  const kotd = await Kotd.start(NEWCOMER);
  t.teardown(() => kotd.remove());
  const api = new Api(kotd.url);
  const roles = new Set<Role>();
  for (const login of DEMO_LOGINS) {
    t.match(kotd.output, login.email);
    roles.add((await loginAs(api, login)).user.role);
  }
  t.equal(roles.size, 5, 'staff in every role');
  const owner = { email: 'owner@demo.kotd', password: 'demo-owner' };
  const { accessToken: token, outlets } = await loginAs(api, owner);
  t.equal(outlets.length, 2);
  for (const { id } of outlets) {
    const menu = await api.expect<Menu>(200, 'GET', `/outlets/${id}/menu`, { token });
    t.equal(menu.items.length, 60);
    t.ok(menu.items.some(({ variants }) => variants.length > 0));
    t.ok(menu.items.some(({ modifierGroups }) => modifierGroups.length > 0));
    const used = new Set(menu.items.map(({ taxClassId }) => taxClassId));
    const rates = menu.taxClasses.filter(({ id }) => used.has(id)).map(({ rate }) => rate);
    t.same(new Set(rates), new Set([500, 1800]));
    const list = async (what: string) =>
      (await api.expect<{ data: unknown[] }>(200, 'GET', `/outlets/${id}/${what}`, { token })).data;
    t.equal((await list('tables')).length, 20);
    t.equal((await list('stations')).length, 4);
  }
});

t.test('a second start finds its data, its tokens and no second demo', async (t) => {
  const first = await Kotd.start(NEWCOMER);
  const owner = { email: 'owner@demo.kotd', password: 'demo-owner' };
  const before = await loginAs(new Api(first.url), owner);
  t.equal(await first.stop('SIGINT'), 0, 'Ctrl-C drains and exits 0');
  const second = await Kotd.start(NEWCOMER, first.data);
  t.teardown(() => second.remove());
  const api = new Api(second.url);
  t.same((await loginAs(api, owner)).user, before.user);
  t.equal((await api.call('GET', '/me', { token: before.accessToken })).status, 200);
});

t.test('what cannot start says why in one line, and exits with a code', async (t) => {
  const running = await Kotd.start();
  t.teardown(() => running.remove());
  const folder = await mkdtemp(join(tmpdir(), 'kotd-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const free = { KOTD_DATA: folder, KOTD_PORT: '0' };
  const fleet = { ...free, KOTD_SECRET: SECRET, KOTD_MONGO_SELECTION_MS: '300' };
  const port = new URL(running.url).port;
  for (const [settings, line] of [
    [{ ...free, KOTD_PORT: 'eighty' }, /KOTD_PORT/],
    [{ ...free, KOTD_WORKERS: '-1' }, /KOTD_WORKERS/],
    [{ ...free, KOTD_PROT: '8080' }, /KOTD_PROT/],
    [{ ...free, KOTD_PORT: port }, new RegExp(port)],
    [{ ...free, KOTD_DATA: running.data }, /use/],
    [{ ...free, KOTD_HOST: '0.0.0.0' }, /KOTD_SECRET/],
    [{ ...free, KOTD_DATA: '/proc/kotd' }, /KOTD_DATA/],
    [{ ...free, KOTD_STORE: '/proc/kotd' }, /KOTD_STORE/],
    [{ ...fleet, KOTD_STORE: 'mongodb://127.0.0.1:1/a.b' }, /^kotd: KOTD_STORE must be/],
    [{ ...fleet, KOTD_STORE: 'mongodb://127.0.0.1:1/a?b=c' }, /^kotd: KOTD_STORE .* option b /],
    [{ ...fleet, KOTD_STORE: 'mongodb://127.0.0.1:1/a' }, /^kotd: No MongoDB answers/],
    [{ ...fleet, KOTD_REDIS: 'redis://127.0.0.1:99999' }, /KOTD_REDIS/],
    [{ ...free, KOTD_MONGO_POOL_MIN: '50', KOTD_MONGO_POOL_MAX: '10' }, /KOTD_MONGO_POOL_MIN/],
    [{ ...free, KOTD_HOST: '203.0.113.1', KOTD_SECRET: 'x'.repeat(32) }, /203\.0\.113\.1/],
  ] as const) {
    const { code, lines } = await refused(settings);
    t.equal(lines.length, 1, lines.join('\n'));
    t.match(lines[0], line);
    t.equal(code, /^kotd: KOTD_\w+ (must|is no)/.test(lines[0] ?? '') ? 2 : 1, lines.join());
  }
});

t.test('beyond loopback: a secret is asked for, and no demo is made', async (t) => {
  const settings = { ...NEWCOMER, KOTD_HOST: '0.0.0.0', KOTD_SECRET: 's'.repeat(40) };
  const kotd = await Kotd.start(settings);
  t.teardown(() => kotd.remove());
  const api = new Api(kotd.url.replace('0.0.0.0', '127.0.0.1'));
  const body = { email: 'owner@demo.kotd', password: 'demo-owner' };
  t.equal((await api.call('POST', '/auth/login', { body })).status, 401);
});

t.test('it stops although nobody reads its log any more', async (t) => {
  const kotd = await Kotd.start({ KOTD_LOG: 'info', KOTD_DRAIN_MS: '0' });
  t.teardown(() => kotd.remove());
  const { stdout, stderr } = kotd.process;
  for (const stream of [stdout, stderr]) stream?.destroy();
  const late = setTimeout(() => kotd.process.kill('SIGKILL'), 10_000);
  t.equal(await kotd.stop(), 0);
  clearTimeout(late);
});
