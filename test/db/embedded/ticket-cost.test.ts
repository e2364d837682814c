import t from 'tap';
import { prepare } from '../../../src/db/embedded/commit.js';
import { KIND, partsOf } from '../../../src/db/embedded/keys.js';
import type { Reads } from '../../../src/db/embedded/tree.js';
import type { Decision } from '../../../src/domain/decision.js';
import { send } from '../../../src/domain/send.js';
import { acknowledge } from '../../../src/domain/shown.js';
import type { Ticket } from '../../../src/domain/shapes/ticket.js';
import { House } from '../../domain/house.js';

const HERE = { organizationId: 'organization', outletId: 'outlet' };

/** Entries of the store that a decision writes or removes; what it replaces is taken to be there. */
function writes<R>(decision: Decision<R>, before: readonly { id: string }[] = []): number {
  const texts = new Map(before.map((document) => [document.id, JSON.stringify(document)]));
  const reads: Reads = {
    get: (key) => (key[0] === KIND.document ? texts.get(String(partsOf(key).at(-1))) : undefined),
    range: () => [],
  };
  const { outcome, writes } = prepare(reads, 'epoch', HERE, decision);
  t.equal(outcome.kind, 'committed');
  return writes.length;
}

t.test('cost: what displays have to do with costs an order no write', async (t) => {
  const house = House.open();
  const dosa = house.item('Dosa').id;
  const order = () => house.create({ lines: [{ itemId: dosa, quantity: 1 }] });
  const sending = () => {
    const value = order();
    const state = { outlet: house.outlet, items: house.by('menuItem'), table: null };
    return [value, send(value, state, house.context())] as const;
  };
  const [plain, sent] = sending();
  const before = writes(sent, [plain]);
  house.shown(house.send(plain.id).tickets.map(({ id }) => id));
  const [watched, again] = sending();
  t.match(again.changes([1]).result.tickets, [{ showBy: String }]);
  t.equal(writes(again, [watched]), before);
});

t.test('cost: an acknowledged ticket is written once, with its event', async (t) => {
  const house = House.open();
  const dosa = house.item('Dosa').id;
  const tickets: Ticket[] = [];
  for (let i = 0; i < 5; i++) {
    const { id } = house.create({ lines: [{ itemId: dosa, quantity: 1 }] });
    tickets.push(...house.send(id).tickets);
  }
  const [first, ...rest] = tickets;
  house.shown([first?.id ?? '']);
  const shown = acknowledge(rest, house.outlet, 'display', house.context());
  const head = 1;
  t.equal(writes(shown, rest), 2 * rest.length + head);
  const again = acknowledge(
    rest.map((ticket) => ({ ...ticket, shown: { at: house.now, by: 'a', deviceId: null } })),
    house.outlet,
    'display',
    house.context(),
  );
  t.equal(writes(again), 0);
});
