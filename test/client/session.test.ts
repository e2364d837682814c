import t from 'tap';
import { Api } from '../../client/api.js';
import { Memory } from '../../client/memory.js';
import { nodeWorld } from '../../client/node.js';
import type { World } from '../../client/ports.js';
import { SignedOut } from '../../client/problem.js';
import { Session } from '../../client/session.js';
import { newId } from '../../src/handlers/ids.js';
import { Kotd } from '../kotd.js';
import { until } from '../until.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());

const PASSWORD = 'a-good-password';
let people = 0;

/** A world in which answers may get lost, and whose calls are counted. */
class Lossy {
  readonly calls: string[] = [];
  /** How many of the next answers get lost. */
  lose = 0;
  readonly world: World = {
    ...nodeWorld,
    fetch: async (input, init) => {
      this.calls.push(`${init?.method} ${new URL(String(input)).pathname.slice('/api/v1'.length)}`);
      const answer = await fetch(input, init);
      if (this.lose-- > 0) throw new TypeError('the line broke');
      this.lose = 0;
      return answer;
    },
  };

  parts(memory: Memory) {
    const { world } = this;
    return { world, store: memory.open(), key: 'session/person', url: kotd.url, newId };
  }
}

/** Somebody who has signed up, and nobody is logged in. */
async function signedUp(): Promise<string> {
  const email = `owner-${++people}@session.kotd`;
  const api = new Api({ world: nodeWorld, url: kotd.url, newId }, null);
  const names = { name: 'House', ownerName: 'Asha', outletName: 'Main' };
  await api.command('organization.create', { ...names, email, password: PASSWORD });
  return email;
}

/** Tokens tell the time in seconds: two of the same second are the same token. */
async function nextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  await until(() => Math.floor(Date.now() / 1000) > second, 'next second');
}

async function loggedIn() {
  const [memory, line] = [new Memory(), new Lossy()];
  const session = await Session.open(line.parts(memory));
  await session.login(await signedUp(), PASSWORD);
  line.calls.length = 0;
  await nextSecond();
  return { memory, line, session };
}

const refreshes = ({ calls }: Lossy) =>
  calls.filter((call) => call.endsWith('/auth/refresh')).length;

t.test('session: a login is there again after a restart', async (t) => {
  const [memory, line] = [new Memory(), new Lossy()];
  const session = await Session.open(line.parts(memory));
  t.equal(session.get(), null);
  await t.rejects(session.token(), SignedOut);
  await t.rejects(session.login(await signedUp(), 'wrong'), { code: 'wrong_login' });
  const person = await session.login(await signedUp(), PASSWORD);
  t.match(person, { user: { name: 'Asha', role: 'owner' }, outlets: [{ name: 'Main' }] });
  const next = await Session.open(line.parts(memory));
  t.strictSame(next.get(), person);
  t.equal(await next.token(), await session.token());
});

t.test(
  'session: a token that the server did not take is exchanged, once for all who ask',
  async (t) => {
    const { line, session } = await loggedIn();
    const first = await session.token();
    const tokens = await Promise.all([
      session.token(first),
      session.token(first),
      session.token(first),
    ]);
    t.equal(new Set(tokens).size, 1);
    t.not(tokens[0], first);
    t.equal(refreshes(line), 1);
    t.equal(await session.token(first), tokens[0], 'who comes late gets it too');
    t.equal(refreshes(line), 1);
  },
);

t.test('session: two tabs exchange a token together, and both go on', async (t) => {
  const { memory, line, session } = await loggedIn();
  const other = await Session.open(line.parts(memory));
  const first = await session.token();
  const [mine, theirs] = await Promise.all([session.token(first), other.token(first)]);
  t.equal(mine, theirs);
  await nextSecond();
  const next = await other.token(theirs);
  t.not(next, mine);
  t.equal(await session.token(mine), next, 'the first tab takes what the second got');
  t.ok(refreshes(line) <= 3);
});

t.test(
  'session: an exchange whose answer got lost is the same one when it is asked for again',
  async (t) => {
    const { memory, line, session } = await loggedIn();
    const first = await session.token();
    line.lose = 3;
    await t.rejects(session.token(first), /cannot be reached/);
    t.equal(refreshes(line), 3);
    // The program ends here, with a token that the server has exchanged already.
    const next = await Session.open(line.parts(memory));
    const second = await next.token(first);
    t.not(second, first);
    await nextSecond();
    t.not(await next.token(second), second, 'and the refresh token behind it is good');
    t.match(next.get(), { user: { name: 'Asha' } });
  },
);

t.test('session: one that was ended elsewhere is over here, in every tab', async (t) => {
  const { memory, line, session } = await loggedIn();
  const other = await Session.open(line.parts(memory));
  let told = 0;
  other.subscribe(() => told++);
  const token = await session.token();
  const { refreshToken } = JSON.parse(
    JSON.stringify((await memory.open().list('session/'))[0]?.[1]),
  );
  await new Api({ world: nodeWorld, url: kotd.url, newId }, null).command('auth.logout', {
    refreshToken,
  });
  await t.rejects(session.token(token), SignedOut);
  t.equal(session.get(), null);
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(other.get(), null);
  t.equal(told, 1);
});

t.test('session: a logout ends it here even when the server cannot be told', async (t) => {
  const { memory, line, session } = await loggedIn();
  line.lose = 3;
  await t.rejects(session.logout(), /cannot be reached/);
  t.equal(session.get(), null);
  t.strictSame(await memory.open().list('session/'), []);
  const { session: other } = await loggedIn();
  const token = await other.token();
  await other.logout();
  const api = new Api(
    { world: nodeWorld, url: kotd.url, newId },
    {
      token: async () => token,
      get: () => null,
      subscribe: () => () => undefined,
    },
  );
  await t.rejects(api.query('me', {}), { code: 'unauthenticated' });
});

t.test('api: questions and commands by their names, refusals as problems', async (t) => {
  const { session, line } = await loggedIn();
  const api = new Api({ world: line.world, url: kotd.url, newId }, session);
  const [outlet] = session.get()?.outlets ?? [];
  const at = { outlet: outlet?.id ?? '' };
  const { taxClasses } = await api.query('menu.read', {}, at);
  const body = { name: 'Dosa', price: 10_000, taxClassId: taxClasses[0]?.id ?? '' };
  const id = newId();
  line.lose = 1;
  const item = await api.command('menu.createItem', body, { ...at, id });
  t.match(item, { name: 'Dosa', rev: 1 });
  t.strictSame(await api.command('menu.createItem', body, { ...at, id }), item, 'the same command');
  t.equal((await api.query('menu.read', {}, at)).items.length, 1, 'its lost answer cost nothing');

  const change = { itemId: item.id, price: 12_000 };
  t.match(await api.command('menu.changeItem', change, { ...at, ifMatch: 1 }), { rev: 2 });
  await t.rejects(api.command('menu.changeItem', change, { ...at, ifMatch: 1 }), {
    name: 'ProblemError',
    code: 'precondition_failed',
    problem: { status: 412, retryable: false },
  });
  await t.rejects(api.query('menu.readItem', { itemId: 'ghost' }, at), { code: 'not_found' });
  await t.rejects(api.query('menu.readItem', { itemId: item.id }), /needs outletId/);

  const seen = await api.queryChanged('menu.read', {}, { ...at, etag: null });
  t.equal(await api.queryChanged('menu.read', {}, { ...at, etag: seen?.etag ?? '' }), null);
  const page = await api.query('order.list', { status: 'open', limit: 5 }, at);
  t.strictSame(page, { data: [], nextCursor: null });
});

t.test(
  'api: a token that ran out on the way is exchanged; one that was never good is not',
  async (t) => {
    const asked: string[] = [];
    const world: World = {
      ...nodeWorld,
      fetch: async (_, init) => {
        const [, bearer = ''] = String(new Headers(init?.headers).get('authorization')).split(' ');
        asked.push(bearer);
        const code = bearer === 'old' ? 'token_expired' : 'unauthenticated';
        if (bearer === 'new') return Response.json({ user: {}, outlets: [] });
        return Response.json({ code, status: 401, detail: '' }, { status: 401 });
      },
    };
    const askWith = (first: string) => {
      const token = async (refused?: string) => (refused === first ? 'new' : first);
      const tokens = { token, get: () => null, subscribe: () => () => undefined };
      return new Api({ world, url: 'http://kotd.test', newId }, tokens).query('me', {});
    };
    t.match(await askWith('old'), { outlets: [] });
    await t.rejects(askWith('forged'), { code: 'unauthenticated' });
    t.strictSame(asked, ['old', 'new', 'forged']);
  },
);
