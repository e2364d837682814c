import t from 'tap';
import { type KitchenAction, step } from '../../src/domain/kitchen.js';
import type { KitchenState, Ticket } from '../../src/domain/shapes/ticket.js';
import { House } from './house.js';
import { context, frozen, refusal } from './money-fixtures.js';

/** A ticket whose items stand at these steps; their lines are l0, l1 … */
function ticket(states: KitchenState[], kind: Ticket['kind'] = 'new'): Ticket {
  const house = House.open();
  const { id } = house.create({ lines: [{ itemId: house.item('Dosa').id, quantity: 1 }] });
  const [sent] = house.send(id).tickets;
  const [item] = sent?.items ?? [];
  if (!sent || !item) throw new Error('no ticket');
  const items = states.map((state, index) => ({ ...item, lineId: `l${index}`, state }));
  return frozen({ ...sent, kind, items });
}

/** The steps after the action: `q` queued, `s` started, `r` ready, `d` served; or the refusal's code. */
function after(before: string, action: KitchenAction, line: number | null, kind?: Ticket['kind']) {
  const of = ticket([...before].map(named), kind);
  const lineId = line === null ? null : `l${line}`;
  const take = () => step(of, action, lineId, context()).changes([]).result;
  return (
    refusal(take) ??
    take()
      .items.map(({ state }) => LETTERS[state])
      .join('')
  );
}
const LETTERS = { queued: 'q', started: 's', ready: 'r', served: 'd' } as const;
function named(letter: string): KitchenState {
  const found = (Object.keys(LETTERS) as KitchenState[]).find((state) => LETTERS[state] === letter);
  if (!found) throw new Error(letter);
  return found;
}

const cases: [before: string, action: KitchenAction, line: number | null, after: string][] = [
  ['q', 'start', null, 's'],
  ['s', 'ready', null, 'r'],
  ['r', 'bump', null, 'd'],
  ['q', 'ready', null, 'wrong_step'],
  ['q', 'bump', null, 'wrong_step'],
  ['s', 'bump', null, 'wrong_step'],
  ['s', 'start', null, 'wrong_step'],
  ['d', 'start', null, 'wrong_step'],
  ['d', 'bump', null, 'wrong_step'],
  ['qq', 'start', null, 'ss'],
  ['qs', 'start', null, 'ss'],
  ['qd', 'start', null, 'sd'],
  ['qs', 'ready', null, 'wrong_step'],
  ['sr', 'ready', null, 'rr'],
  ['rd', 'bump', null, 'dd'],
  ['qr', 'bump', null, 'wrong_step'],
  ['qr', 'bump', 1, 'qd'],
  ['qq', 'start', 1, 'qs'],
  ['sq', 'start', 0, 'wrong_step'],
  ['qq', 'ready', 0, 'wrong_step'],
  ['d', 'recall', null, 'r'],
  ['r', 'recall', null, 's'],
  ['s', 'recall', null, 'q'],
  ['q', 'recall', null, 'wrong_step'],
  ['dd', 'recall', null, 'rr'],
  ['drd', 'recall', null, 'rrr'],
  ['qs', 'recall', null, 'qq'],
  ['dq', 'recall', 0, 'rq'],
  ['dq', 'recall', 1, 'wrong_step'],
];

t.test('kitchen: items go queued, started, ready, served, and back one at a time', async (t) => {
  for (const [before, action, line, result] of cases) {
    t.equal(after(before, action, line), result, `${before} ${action} ${line ?? 'all'}`);
  }
});

t.test('kitchen: a void is nothing to cook and may be bumped from any step', async (t) => {
  t.equal(after('qsr', 'bump', null, 'void'), 'ddd');
  t.equal(after('qq', 'bump', 1, 'void'), 'qd');
  t.equal(after('q', 'start', null, 'void'), 's');
  t.equal(after('q', 'ready', null, 'void'), 'wrong_step');
  t.equal(after('dd', 'bump', null, 'void'), 'wrong_step');
});

t.test('kitchen: a ticket is as far as its item that is least far', async (t) => {
  const taken = (states: KitchenState[], action: KitchenAction, lineId: string | null) => {
    const { state, open } = step(ticket(states), action, lineId, context()).changes([]).result;
    return [state, open];
  };
  t.strictSame(taken(['queued', 'queued'], 'start', 'l0'), ['queued', true]);
  t.strictSame(taken(['ready', 'ready'], 'bump', 'l0'), ['ready', true]);
  t.strictSame(taken(['ready', 'served'], 'bump', null), ['served', false]);
  t.strictSame(taken(['served'], 'recall', null), ['ready', true]);
});

t.test('kitchen: each step has a time, an actor and an event, recalls too', async (t) => {
  const at = '2026-11-20T15:00:00.000Z';
  const types = { start: 'started', ready: 'ready', bump: 'served', recall: 'recalled' };
  let current = ticket(['queued']);
  for (const action of ['start', 'ready', 'bump', 'recall'] as const) {
    const { documents, events, result } = step(current, action, null, context(at)).changes([]);
    t.equal(result.rev, current.rev + 1);
    t.strictSame(documents, [{ collection: 'ticket', value: result }]);
    t.match(events, [
      { type: `ticket.${types[action]}`, actor: 'cashier-1', data: { ticket: result } },
    ]);
    current = frozen(result);
  }
  const expected = ['started', 'ready', 'served', 'ready'].map((state) => ({
    state,
    at,
    by: 'cashier-1',
  }));
  t.strictSame(current.items[0]?.steps, expected);
});

t.test('kitchen: a line that the ticket does not have', async (t) => {
  t.throws(() => step(ticket(['queued']), 'start', 'ghost', context()), {
    code: 'not_found',
    errors: [{ pointer: '/lineId' }],
  });
});
