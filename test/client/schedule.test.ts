import t from 'tap';
import type { SocketCommand } from '../../client/calls.js';
import type { Entry } from '../../client/outbox/entry.js';
import { due, orphansOf } from '../../client/outbox/schedule.js';
import { makes, mentions, named, subjectsOf } from '../../client/outbox/subjects.js';
import { judge } from '../../client/outbox/verdict.js';
import type { Problem, ProblemCode } from '../../client/problem.js';
import { EMPTY } from '../../client/state.js';
import { ERRORS } from '../../src/domain/errors.js';

let place = 0;
function entry(type: SocketCommand, body: object): Entry {
  const id = `c${++place}`;
  const keys = subjectsOf(type, body, EMPTY);
  const at = '2026-11-20T14:00:00.000Z';
  return { id, type, body: body as Entry['body'], place, at, by: null, keys };
}
const line = (id: string) => ({ id, itemId: 'dal', quantity: 1 });
const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);
const free = { inFlight: new Set<string>(), notBefore: new Map<string, number>(), now: 0 };

t.test(
  'schedule: what is about one order goes one after the other, the rest side by side',
  async (t) => {
    const create = entry('order.create', { id: 'o1', type: 'dineIn', tableId: 't1', lines: [] });
    const other = entry('order.create', { id: 'o2', type: 'dineIn', tableId: 't2', lines: [] });
    const add = entry('order.addLines', { orderId: 'o1', lines: [line('l1')] });
    const bump = entry('ticket.bump', { ticketId: 'k1' });
    const onTable = entry('order.create', { id: 'o3', type: 'dineIn', tableId: 't2', lines: [] });
    const all = [create, other, add, bump, onTable];
    t.strictSame(due(all, { ...free, atMost: 9 }), [create, other, bump]);
    t.strictSame(due(all, { ...free, atMost: 2 }), [create, other]);
    t.strictSame(due(all, { ...free, atMost: 0 }), []);
    const flying = new Set([create.id]);
    t.strictSame(due(all, { ...free, inFlight: flying, atMost: 9 }), [other, bump]);
    const later = new Map([[create.id, 100]]);
    t.strictSame(
      due(all, { ...free, notBefore: later, atMost: 9 }),
      [other, bump],
      'waits for its time',
    );
    t.strictSame(due(all, { ...free, notBefore: later, now: 100, atMost: 9 }), [
      create,
      other,
      bump,
    ]);
    t.strictSame(due([add, bump, onTable], { ...free, atMost: 9 }), [add, bump, onTable]);
  },
);

t.test('schedule: a payment and the next guests at its table keep their order', async (t) => {
  const bill = { id: 'b1', rev: 1, orderId: 'o1', tableId: 't1' } as never;
  const known = { ...EMPTY, bills: new Map([['b1', bill]]) };
  t.strictSame(subjectsOf('bill.pay', { billId: 'b1' }, known), [
    'bill/b1',
    'order/o1',
    'table/t1',
  ]);
  const order = { id: 'o1', rev: 1, tableId: 't1' } as never;
  const seated = { ...EMPTY, orders: new Map([['o1', order]]) };
  t.strictSame(subjectsOf('order.cancel', { orderId: 'o1' }, seated), ['order/o1', 'table/t1']);
  t.strictSame(subjectsOf('order.merge', { orderId: 'o1', fromOrderId: 'o2' }, EMPTY), [
    'order/o1',
    'order/o2',
  ]);
});

t.test('schedule: everything that a command makes is named before it is sent', async (t) => {
  let made = 0;
  const newId = () => `n${++made}`;
  const given = { type: 'dineIn' as const, lines: [{ itemId: 'dal', quantity: 1 }, line('own')] };
  const body = named('order.create', given, newId);
  t.match(body, { id: 'n2', lines: [{ id: 'n1' }, { id: 'own' }] });
  t.strictSame(makes('order.create', body), ['n2', 'n1', 'own']);
  const added = named('order.addLines', { orderId: 'n2', lines: given.lines }, newId);
  t.strictSame(makes('order.addLines', added), ['n3', 'own']);
  const sent = { orderId: 'n2' };
  t.equal(named('order.send', sent, newId), sent);
  const before = { ...given, id: 'o', lines: [line('l1'), line('l2')] };
  const swapped = [{ itemId: 'new', quantity: 1 }, line('l1'), { itemId: 'more', quantity: 1 }];
  t.match(
    named('order.create', { ...given, lines: swapped }, newId, before),
    { id: 'o', lines: [{ id: /^n/ }, { id: 'l1' }, { id: /^n/ }] },
    'what stands in for another takes its ids, and none of them twice',
  );
  t.strictSame(makes('order.send', sent), []);
  t.ok(mentions({ a: [{ b: 'n1' }] }, new Set(['n1'])));
  t.notOk(mentions({ n1: 'x', y: [null, 1, 'z'] }, new Set(['n1'])));
});

t.test(
  'schedule: only what speaks of things that will never be dies with their maker',
  async (t) => {
    const create = entry('order.create', {
      id: 'o1',
      type: 'dineIn',
      tableId: 't1',
      lines: [line('l1')],
    });
    const add = entry('order.addLines', { orderId: 'o1', lines: [line('l2')] });
    const change = entry('order.changeLine', { orderId: 'o9', lineId: 'l2', quantity: 2 });
    const send = entry('order.send', { orderId: 'o1' });
    const other = entry('order.create', { id: 'o2', type: 'dineIn', tableId: 't1', lines: [] });
    const after = [add, change, send, other];
    t.strictSame(
      ids(orphansOf(create, after)),
      ids([add, change, send]),
      'and what hangs on those',
    );
    t.strictSame(ids(orphansOf(add, after)), ids([change]), 'the order itself is there');
    t.strictSame(orphansOf(send, after), [], 'a send makes nothing');
    t.strictSame(orphansOf(create, []), []);
  },
);

t.test('verdict: the table of refusals says which command may go again', async (t) => {
  const codes = Object.keys(ERRORS) as ProblemCode[];
  for (const code of codes) {
    const [status, , retryable] = ERRORS[code];
    const again = retryable || status === 401;
    t.equal(judge(problem(code), 1, 0.5).kind, again ? 'again' : 'dead', code);
  }
});

t.test('verdict: a server out of breath says when, and for whom', async (t) => {
  const limited = { ...problem('rate_limited'), retryAfterSeconds: 20 };
  t.strictSame(judge(limited, 1, 0), { kind: 'again', inMs: 20_000, all: true });
  t.match(judge(limited, 1, 1), { inMs: 22_000 }, 'not all tills at the same moment');
  const away = { ...problem('store_unavailable'), retryAfterSeconds: 2 };
  t.strictSame(judge(away, 9, 0), { kind: 'again', inMs: 2_000, all: true });
  t.strictSame(judge(problem('busy'), 3, 1), { kind: 'again', inMs: 2_000, all: false });
  t.equal(judge(problem('internal'), 9, 1).kind, 'again');
  t.equal(judge(problem('internal'), 10, 1).kind, 'dead', 'it cannot be carried out');
  t.equal(
    judge(problem('store_unavailable'), 5_000, 1).kind,
    'again',
    'an outage lasts as it lasts',
  );
});

function problem(code: ProblemCode): Problem {
  const [status, title, retryable] = ERRORS[code];
  return { type: '', title, status, code, detail: title, retryable, traceId: '', errors: [] };
}
