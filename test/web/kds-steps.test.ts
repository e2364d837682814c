import t from 'tap';
import { step } from '../../src/domain/kitchen.js';
import type { Card } from '../../web/kds/cards.js';
import { cardsOf } from '../../web/kds/cards.js';
import { isOurs, mustTell } from '../../web/kds/refusals.js';
import { bumped, noted, type Step, started, touchDish, undone } from '../../web/kds/steps.js';
import type { Ticket } from '../../web/kds/tickets.js';
import { at, CHEF, item, stepped, ticket, voided } from './kds-tickets.js';

const NOTHING = new Set<string>();

/** Does what the server would do, by the server's own rule; a step that it refuses throws. */
function after(tickets: readonly Ticket[], steps: readonly Step[], seconds = 300): Ticket[] {
  const now = new Map(tickets.map((one) => [one.id, one]));
  const actor = { id: CHEF, role: 'kitchen' as const };
  const context = { now: at(seconds), newId: () => '', actor };
  for (const { type, body } of steps) {
    const found = now.get(body.ticketId);
    if (!found) throw new Error(`no ${body.ticketId}`);
    const action = type.slice('ticket.'.length) as 'start' | 'ready' | 'bump' | 'recall';
    const decision = step(found, action, body.lineId ?? null, context);
    now.set(found.id, decision.changes([]).result);
  }
  return [...now.values()];
}

function cardOf(...tickets: Ticket[]): Card {
  const [card] = cardsOf(tickets, [], NOTHING);
  if (!card) throw new Error('no card');
  return card;
}

const states = ({ items }: { items: readonly { state: string }[] } = { items: [] }) =>
  items.map(({ state }) => state).join(' ');

t.test(
  'a bump takes whatever is behind all the way, by steps that the server allows',
  async (t) => {
    const mixed = ticket([
      item('a', 1),
      stepped(item('b', 1), ['started']),
      stepped(item('c', 1), ['started', 'ready']),
    ]);
    const [served] = after([mixed], bumped(cardOf(mixed), null, 'served'));
    t.equal(states(served), 'served served served');
    const [ready] = after([mixed], bumped(cardOf(mixed), null, 'ready'));
    t.equal(states(ready), 'ready ready ready');
    t.same(bumped(cardOf(mixed), null, 'served').length, 3, 'as few commands as there are steps');
  },
);

t.test('a bump of one dish leaves the others', async (t) => {
  const two = ticket([item('a', 1), item('b', 1)]);
  const card = cardOf(two);
  const [first] = after([two], bumped(card, card.dishes[0] ?? null, 'served'));
  t.equal(states(first), 'served queued');
});

t.test(
  'a touch begins a dish, the next is done with it, and one more takes that back',
  async (t) => {
    let now = ticket([item('a', 1), item('b', 1)]);
    const touch = (finish: 'ready' | 'served', expo = false) => {
      const card = cardOf(now);
      const [dish] = card.dishes;
      if (!dish) throw new Error('no dish');
      seconds += 60;
      [now = now] = after([now], touchDish(card, dish, finish, expo), seconds);
      return now.items[0]?.state;
    };
    let seconds = 300;
    t.equal(touch('served'), 'started');
    t.equal(touch('served'), 'served');
    t.equal(touch('served'), 'started', 'both steps of the touch before are taken back');
    t.equal(touch('ready'), 'ready');
    t.equal(touch('ready'), 'started');
    t.equal(touch('served', true), 'ready', 'who hands out is told that it is ready');
    t.equal(touch('served', true), 'served', 'and that it is gone');
  },
);

t.test('start begins with what is queued, and leaves the rest', async (t) => {
  const mixed = ticket([item('a', 1), stepped(item('b', 1), ['started', 'ready'])]);
  const [now] = after([mixed], started(cardOf(mixed), null));
  t.equal(states(now), 'started ready');
  t.same(started(cardOf(now ?? mixed), null), []);
});

t.test('recall takes back what the last touch did, to each dish by itself', async (t) => {
  const mixed = ticket([
    item('a', 1),
    stepped(item('b', 1), ['started']),
    stepped(item('c', 1), ['started', 'ready'], 60, 60),
  ]);
  const [served] = after([mixed], bumped(cardOf(mixed), null, 'served'), 600);
  if (!served) throw new Error('no ticket');
  const [back] = after([served], undone(served), 700);
  t.equal(states(back), states(mixed));
  t.ok(back?.open);

  const even = ticket([item('a', 1), item('b', 1), item('c', 1)]);
  const [all] = after([even], bumped(cardOf(even), null, 'served'), 600);
  if (!all) throw new Error('no ticket');
  t.equal(undone(all).length, 3, 'one command for all that go together');
});

t.test('recall of a recall goes one step back, and of a queued ticket nowhere', async (t) => {
  const served = ticket([stepped(item('a', 1), ['started', 'ready', 'served'])]);
  const [once] = after([served], undone(served), 200);
  t.equal(states(once), 'queued');
  t.same(undone(once ?? served), []);
  const slow = ticket([stepped(item('a', 1), ['started', 'ready', 'served'], 60, 60)]);
  const [ready] = after([slow], undone(slow), 300);
  t.equal(states(ready), 'ready');
  const [begun] = after([ready ?? slow], undone(ready ?? slow), 400);
  t.equal(states(begun), 'started');
});

t.test('a void is noted in one step; a card of which nothing is left goes with it', async (t) => {
  const sent = ticket([item('a', 2), item('b', 1)]);
  const some = voided('a', -2, 2, 60);
  const rest = { ...voided('b', -1, 1, 90) };
  const first = after([sent, some], noted([some], cardsOf([sent, some], [], NOTHING)));
  t.same(first.map(states), ['queued queued', 'served'], 'what is left stays');
  const done = { ...some, state: 'served' as const, open: false };
  const cards = cardsOf([sent, rest], [done], NOTHING);
  t.same(after([sent, rest], noted([rest], cards)).map(states), ['served served', 'served']);
});

t.test('the last dish that is wanted takes along what was taken back', async (t) => {
  const sent = ticket([item('a', 2), item('b', 1)]);
  const taken = { ...voided('a', -2, 2, 60), state: 'served' as const, open: false };
  const [card] = cardsOf([sent], [taken], NOTHING);
  const dish = card?.dishes[1];
  if (!card || !dish) throw new Error('no card');
  const [now] = after([sent], bumped(card, dish, 'served'));
  t.notOk(now?.open);
});

t.test('refusals: whoever has what they wanted is not told', async (t) => {
  const entry = (type: string, body: object) => ({ type, body }) as never;
  const letter = (type: string, code: string, body: object) =>
    ({
      entry: entry(type, body),
      problem: { code },
      reason: 'refused',
      cause: null,
      at: at(0),
    }) as never;
  const served = ticket([stepped(item('a', 1), ['started', 'ready', 'served']), item('b', 1)]);
  const one = { ticketId: served.id, lineId: 'a' };
  t.notOk(mustTell(letter('ticket.bump', 'wrong_step', one), served));
  t.ok(mustTell(letter('ticket.bump', 'wrong_step', { ticketId: served.id }), served));
  t.ok(mustTell(letter('ticket.recall', 'wrong_step', one), served));
  t.ok(mustTell(letter('ticket.bump', 'forbidden', one), served));
  t.ok(mustTell(letter('ticket.bump', 'wrong_step', one), undefined));
  t.ok(isOurs(letter('ticket.start', '', {})));
  t.notOk(isOurs(letter('order.send', '', {})));
});
