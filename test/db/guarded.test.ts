import t from 'tap';
import type { CircuitSettings } from '../../src/circuit.js';
import { GuardedStore } from '../../src/db/guarded.js';
import type { Commit } from '../../src/db/store.js';
import { KotdError } from '../../src/domain/errors.js';
import type { Table } from '../../src/domain/shapes/organization.js';
import { away, MemoryStore } from '../http/memory-store.js';
import { until } from '../until.js';

const SCOPE = { organizationId: 'g1', outletId: 'o1' };
const UNAVAILABLE = { code: 'store_unavailable', status: 503, retryable: true };

/** Timeouts are short, retries so late that only a look can end an outage. */
const SETTINGS: CircuitSettings = {
  breakerTimeoutMs: 40,
  breakerPercent: 50,
  breakerCalls: 10,
  breakerRetryMs: 60_000,
};

function house(
  t: { teardown(close: () => Promise<void>): void },
  settings: Partial<CircuitSettings> = {},
) {
  const memory = new MemoryStore();
  const failures: unknown[] = [];
  const store = new GuardedStore({
    store: memory,
    settings: { ...SETTINGS, ...settings },
    failed: (cause) => failures.push(cause),
  });
  t.teardown(() => store.close());
  const states = () => store.breakers.map(({ state }) => state).join();
  const read = () => store.get(SCOPE, 'table', 't1');
  const commit = (id: string) => store.commit(SCOPE, tableNamed(id));
  return { memory, store, failures, states, read, commit };
}

/** Adds a table under a command's id of its own. */
function tableNamed(id: string): Commit<string> {
  return {
    command: { id, fingerprint: id, at: '2025-01-05T12:00:00.000Z' },
    counters: [],
    changes: () => ({
      documents: [{ collection: 'table', value: { id, rev: 1, name: id } as Table }],
      events: [],
      result: id,
    }),
    answer: ({ result }) => result,
  };
}

/** Fails reads, or commits, or both. */
const only = (wanted: 'read' | 'commit') => async (call: 'read' | 'commit') => {
  if (call === wanted) await away();
};

async function times(count: number, call: () => Promise<unknown>): Promise<void> {
  await Promise.allSettled(Array.from({ length: count }, call));
}

t.test('guard: refusals, conflicts, duplicates and defects are no failures', async (t) => {
  const { store, states, failures, commit } = house(t);
  t.match(await commit('a'), { kind: 'committed' });
  t.match(await commit('a'), { kind: 'duplicate' });
  const conflict = { ...tableNamed('a'), command: { id: 'b', fingerprint: 'b', at: '' } };
  t.match(await store.commit(SCOPE, conflict), { kind: 'conflict' });
  const thrown = [new KotdError('table_busy'), new TypeError('a defect')];
  for (const error of thrown) {
    const changes = () => {
      throw error;
    };
    for (let i = 0; i < 30; i++) {
      await t.rejects(store.commit(SCOPE, { counters: [], changes }), error);
    }
  }
  t.equal(states(), 'closed,closed');
  t.same(failures, []);
  t.equal(store.stats().failing, false);
});

for (const [percent, good, bad] of [
  [50, 5, 5],
  [100, 0, 10],
  [20, 8, 2],
] as const) {
  t.test(
    `guard: opens at ${percent} % of ten calls, not before, and refuses at once`,
    async (t) => {
      const { memory, states, failures, read } = house(t, { breakerPercent: percent });
      await times(good, read);
      memory.meet = away;
      await times(bad - 1, read);
      t.equal(states(), 'closed,closed');
      await t.rejects(read(), UNAVAILABLE);
      t.equal(states(), 'open,closed');
      const asked = memory.reads;
      await times(50, read);
      await t.rejects(read(), {
        ...UNAVAILABLE,
        cause: undefined,
        extra: { retryAfterSeconds: 1 },
      });
      t.equal(memory.reads, asked, 'the store is not asked');
      t.equal(failures.length, bad, 'and what it came from is told once for each call that failed');
      t.match(failures[0], { cause: { message: 'ECONNREFUSED' } });
    },
  );
}

t.test(
  'guard: a commit that was given up may take effect; its repeat gets the truth',
  async (t) => {
    const { memory, store, commit, failures } = house(t);
    let arrive = () => {};
    memory.meet = () =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    const startedAt = performance.now();
    await t.rejects(commit('slow'), UNAVAILABLE);
    const took = performance.now() - startedAt;
    t.ok(
      took >= 35 && took < 1000,
      `answered after ${Math.round(took)} ms, not when the store did`,
    );
    t.match(failures, [{ code: 'ETIMEDOUT' }]);
    t.equal(store.stats().failing, true);
    memory.meet = null;
    arrive();
    const outcome = await commit('slow');
    t.match(outcome, { kind: 'duplicate', record: { answer: 'slow' } });
    t.match(await commit('slow'), outcome, 'and so does every other one');
  },
);

t.test('guard: a look closes it as soon as the store answers, long before the retry', async (t) => {
  const { memory, store, states, read, commit } = house(t);
  memory.meet = away;
  await times(10, read);
  await times(10, () => commit('lost'));
  t.equal(states(), 'open,open');
  memory.meet = null;
  const backAt = performance.now();
  await until(() => states() === 'closed,halfOpen', 'look');
  t.ok(performance.now() - backAt < 3000);
  t.equal(store.stats().failing, false);
  await read();
  t.match(await commit('found'), { kind: 'committed' });
  t.equal(states(), 'closed,closed');
  memory.meet = away;
  await times(8, read);
  t.equal(states(), 'closed,closed', 'failures of before are forgotten');
});

t.test('guard: after a look one commit shows whether commits go, the others wait', async (t) => {
  const { memory, states, read, commit } = house(t, { breakerTimeoutMs: 500 });
  memory.meet = only('commit');
  await times(10, () => commit('lost'));
  t.equal(states(), 'closed,open', 'reads have a breaker of their own');
  await read();
  await until(() => states() === 'closed,halfOpen', 'look');
  let met = 0;
  memory.meet = async (call) => {
    if (call === 'read') return;
    met++;
    await away();
  };
  await times(20, () => commit('lost'));
  t.equal(met, 1);
  t.equal(states(), 'closed,open', 'one failure is enough');
  memory.meet = null;
  await until(() => states() === 'closed,halfOpen', 'next look');
  await commit('found');
  t.equal(states(), 'closed,closed');
});

t.test('guard: a look that hangs keeps nobody from looking; late it counts', async (t) => {
  const { memory, states, read } = house(t, { breakerTimeoutMs: 1500 });
  memory.meet = away;
  await times(10, read);
  const looks: (() => void)[] = [];
  memory.meet = () => new Promise((resolve) => looks.push(resolve));
  await until(() => looks.length === 2, 'second look');
  t.equal(states(), 'open,closed');
  looks[0]?.();
  await until(() => states() === 'closed,closed', 'answer to the first');
});

t.test('guard: a late answer does not end the looking for the store', async (t) => {
  const { memory, store, states, read } = house(t, { breakerTimeoutMs: 5_000 });
  let answer = () => {};
  memory.meet = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const slow = read();
  memory.meet = away;
  await times(10, read);
  t.equal(states(), 'open,closed');
  answer();
  await slow;
  t.equal(store.stats().failing, true, 'it was asked before the others were refused');
  const { reads } = memory;
  await until(() => memory.reads > reads, 'look that fails');
  memory.meet = null;
  await until(() => states() === 'closed,closed', 'look that goes well', 3_000);
});

t.test('guard: a read of before the look that went well says nothing of now', async (t) => {
  const { memory, store, states, failures, read } = house(t, { breakerTimeoutMs: 20_000 });
  const lost: (() => void)[] = [];
  memory.meet = () => new Promise((resolve) => lost.push(() => resolve(away())));
  const slow = Array.from({ length: 10 }, () => read());
  memory.meet = away;
  await t.rejects(read(), UNAVAILABLE);
  memory.meet = null;
  await until(() => !store.stats().failing, 'look');
  t.equal(failures.length, 1);
  for (const lose of lost) lose();
  for (const late of slow) await t.rejects(late, UNAVAILABLE);
  t.equal(store.stats().failing, false, 'it has answered since');
  t.equal(states(), 'closed,closed');
  t.equal(failures.length, 1, 'nobody is told of an outage that is over');
});

t.test('guard: without a look that goes well, a call is let through after the retry', async (t) => {
  const { memory, states, read } = house(t, { breakerRetryMs: 100 });
  memory.meet = away;
  await times(10, read);
  const asked = memory.reads;
  await until(() => states() === 'halfOpen,closed', 'retry');
  await times(10, read);
  t.ok(memory.reads - asked <= 2, 'one call, and perhaps a look');
  t.equal(states(), 'open,closed');
});

t.test('guard: who is refused is told to come back later, the longer it lasts', async (t) => {
  const { memory, read } = house(t, { breakerRetryMs: 2_000 });
  memory.meet = away;
  await times(10, read);
  const advised = async () => {
    const error = await read().catch((refusal: unknown) => refusal);
    return error instanceof KotdError ? error.extra.retryAfterSeconds : undefined;
  };
  t.equal(await advised(), 1);
  let advice: unknown;
  const asks = setInterval(async () => {
    advice = await advised();
  }, 50);
  t.teardown(() => clearInterval(asks));
  await until(() => advice === 2, 'longer advice');
});

t.test('guard: closed, it refuses', async (t) => {
  const { memory, store, read, commit } = house(t);
  await store.close();
  const asked = memory.reads;
  await t.rejects(read(), UNAVAILABLE);
  await t.rejects(commit('late'), UNAVAILABLE);
  t.equal(memory.reads, asked);
});
