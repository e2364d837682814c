import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { Documents, Event } from '../../src/domain/decision.js';
import type { Outlet } from '../../src/domain/shapes/organization.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import type { Store } from '../../src/db/store.js';
import type { Command, Reply } from '../../src/handlers/road.js';
import { openLog } from '../../src/ops/log.js';
import { Watchman } from '../../src/ops/watchman.js';
import { outlet, ticket } from '../realtime/documents.js';

const NOW = Date.parse('2026-11-21T18:00:00.000Z');
const HERE = { organizationId: 'org', outletId: 'mg-road' };

const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();
const awaited = (id: string, seconds: number, more: Partial<Ticket> = {}) =>
  ticket(id, 'grill', { showBy: at(seconds), ...more });
const equipped: Outlet = {
  ...outlet('mg-road'),
  displays: [{ stationId: 'grill', until: '2099' }],
};

/** A worker's watchman, with a store of one outlet and a road that only notes what it is told. */
function box(t: Test) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: NOW });
  t.teardown(() => mock.timers.reset());
  const open = new Map<string, Ticket>();
  const outlets: Outlet[] = [equipped];
  const asked: string[] = [];
  const told: string[] = [];
  /** What the road answers instead. */
  const refusals: { status: number; retryable: boolean }[] = [];
  let counted = 0;
  const store = {
    organizations: async (after: string | null) => (after === null ? ['org'] : []),
    page: async (_: unknown, collection: string) => {
      asked.push(collection);
      const data: Documents['ticket' | 'outlet'][] =
        collection === 'outlet' ? outlets : [...open.values()];
      return { data, nextCursor: null };
    },
  } as unknown as Store;
  const road = {
    async run({ body, principal, outletId }: Command): Promise<Reply> {
      const { ticketId } = body as { ticketId: string };
      const rest = { replayed: false, seq: null, texts: null };
      const [refusal] = refusals.splice(0, 1);
      if (refusal) return { ...rest, status: refusal.status, body: refusal };
      told.push(`${principal?.staffId} ${principal?.organizationId}/${outletId} ${ticketId}`);
      const ticket = open.get(ticketId) ?? null;
      open.delete(ticketId);
      return { ...rest, status: 200, body: { ticket } };
    },
  };
  const watchman = new Watchman({
    ...{ store, road, log: openLog('silent', 1) },
    told: () => {
      counted++;
    },
  });
  t.teardown(() => watchman.stop());
  const happens = (type: string, data: Event['data']) =>
    watchman.hear({ ...HERE, events: [{ seq: 1, type, at: at(0), actor: 'a', data }] });
  const sent = (ticket: Ticket, type = 'ticket.created') => {
    if (ticket.open) open.set(ticket.id, ticket);
    happens(type, { ticket });
  };
  const pass = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      mock.timers.tick(1_000);
      for (let turns = 0; turns < 20; turns++) await turn();
    }
  };
  return {
    watchman,
    open,
    outlets,
    asked,
    told,
    refusals,
    sent,
    happens,
    pass,
    counted: () => counted,
  };
}

const word = (id: string) => `kotd org/mg-road ${id}`;

t.test('watchman: a ticket that he hears of is told of when it is due, and once', async (t) => {
  const { watchman, sent, told, pass, counted } = box(t);
  watchman.keep(true);
  sent(awaited('one', 5));
  await pass(4);
  t.strictSame(told, []);
  await pass(2);
  t.strictSame(told, [word('one')]);
  t.equal(counted(), 1);
  await pass(120);
  t.strictSame(told, [word('one')]);
});

t.test('watchman: what is seen in time is forgotten, and nobody is asked', async (t) => {
  const { watchman, sent, told, asked, pass } = box(t);
  watchman.keep(true);
  await pass(1);
  const before = asked.length;
  sent(awaited('shown', 3));
  sent(awaited('begun', 3));
  sent(ticket('never', 'grill'));
  const shown = { at: at(1), by: 'cook', deviceId: null };
  sent(awaited('shown', 3, { rev: 2, shown }), 'ticket.shown');
  const [item] = ticket('begun', 'grill').items;
  const steps = [{ state: 'started' as const, at: at(1), by: 'cook' }];
  if (item) sent(awaited('begun', 3, { rev: 2, items: [{ ...item, steps }] }), 'ticket.started');
  await pass(20);
  t.strictSame(told, []);
  t.equal(asked.length, before);
});

t.test('watchman: whoever takes over finds what the one before had heard of', async (t) => {
  const { watchman, open, told, asked, pass } = box(t);
  for (const [id, seconds] of [
    ['second', -5],
    ['first', -10],
    ['later', 8],
  ] as const) {
    open.set(id, awaited(id, seconds));
  }
  await pass(5);
  t.strictSame(asked, [], 'it is not his turn');
  watchman.keep(true);
  await pass(2);
  t.strictSame(told, [word('first'), word('second')], 'the longest due first');
  await pass(3);
  t.strictSame(told.slice(2), [word('later')]);
});

t.test('watchman: what the bus lost he finds on his rounds', async (t) => {
  const { watchman, open, outlets, happens, told, pass } = box(t);
  outlets.pop();
  watchman.keep(true);
  await pass(2);
  open.set('lost', awaited('lost', -5));
  await pass(60);
  t.strictSame(told, [], 'an outlet without displays is not looked at');
  happens('outlet.changed', { outlet: equipped });
  await pass(60);
  t.strictSame(told, [word('lost')]);
  open.set('another', awaited('another', -5));
  await pass(61);
  t.strictSame(told.slice(1), [word('another')]);
});

t.test('watchman: outlets that nobody told him of are found as well, in time', async (t) => {
  const { watchman, open, outlets, told, pass } = box(t);
  outlets.pop();
  watchman.keep(true);
  await pass(2);
  outlets.push(equipped);
  open.set('lost', awaited('lost', -5));
  await pass(16 * 60);
  t.strictSame(told, [word('lost')]);
});

t.test('watchman: what cannot be told now is told later; what never can be is left', async (t) => {
  const { watchman, sent, told, refusals, pass } = box(t);
  watchman.keep(true);
  refusals.push({ status: 503, retryable: true }, { status: 409, retryable: true });
  sent(awaited('one', 1));
  await pass(2);
  t.strictSame(told, []);
  await pass(1);
  t.strictSame(told, [word('one')]);
  refusals.push({ status: 404, retryable: false });
  sent(awaited('two', 1));
  await pass(10);
  t.strictSame(told, [word('one')]);
});

t.test('watchman: a store that does not answer ends nothing', async (t) => {
  const { watchman, open, told, pass } = box(t);
  const values = open.values.bind(open);
  let broken = true;
  open.values = () => {
    if (broken) throw new Error('away');
    return values();
  };
  open.set('lost', awaited('lost', -5));
  watchman.keep(true);
  await pass(3);
  t.strictSame(told, []);
  broken = false;
  await pass(60);
  t.strictSame(told, [word('lost')]);
});

t.test('watchman: when it is no longer his turn, he does nothing more', async (t) => {
  const { watchman, open, sent, told, asked, pass } = box(t);
  watchman.keep(true);
  await pass(1);
  sent(awaited('one', 1));
  await watchman.stop();
  const before = asked.length;
  open.set('two', awaited('two', -5));
  sent(awaited('three', -5));
  await pass(200);
  t.strictSame([told, asked.length], [[], before]);
});
