import t from 'tap';
import { converged } from '../../demo/audit.js';
import type { Truth } from '../../demo/truth.js';
import { View } from '../../demo/view.js';
import { bill, order, table, ticket } from '../realtime/documents.js';

const paid = order('o2', { rev: 5, status: 'paid' });
const cooked = ticket('k2', 'grill', { rev: 4, open: false, state: 'served' });
const settled = bill('b2', { rev: 2, status: 'paid' });

/** One of each is open, and one of each was closed tonight. */
const truth: Truth = {
  open: {
    orders: [order('o1', { rev: 3 })],
    tickets: [ticket('k1', 'grill', { rev: 2 }), ticket('k3', 'bar')],
    tables: [table('t1'), table('t2')],
    bills: [bill('b1', { rev: 2, status: 'partlyPaid' })],
  },
  evening: { orders: [paid], tickets: [cooked], bills: [settled] },
};

const NOTHING = { orders: [], tickets: [], tables: [], bills: [] };

/** A terminal that was there from the start and heard all that its audience hears. */
function terminal(audience: string) {
  const view = new View();
  view.reset('epoch', 0, NOTHING);
  const { open, evening } = truth;
  if (audience === 'floor') {
    for (const order of [...open.orders, ...evening.orders]) view.apply(1, { order });
    for (const table of open.tables) view.apply(1, { table });
  }
  if (audience === 'bills') {
    for (const bill of [...open.bills, ...evening.bills]) view.apply(1, { bill });
  }
  for (const ticket of [...open.tickets, ...evening.tickets]) {
    if (audience === 'floor' || audience === `kitchen/${ticket.stationId}`) {
      view.apply(1, { ticket });
    }
  }
  return { name: audience, audience: [audience], view };
}

const AUDIENCES = ['floor', 'bills', 'kitchen/grill', 'kitchen/bar'];

t.test('audit: screens that show what the store holds converged', async (t) => {
  const finding = converged(AUDIENCES.map(terminal), truth);
  t.ok(finding.holds, finding.detail);
});

t.test('audit: a screen that was reset need not show what is closed', async (t) => {
  const { open } = truth;
  const late = terminal('floor');
  late.view.reset('epoch', 9, { ...open, bills: [] });
  const finding = converged([late], truth);
  t.ok(finding.holds, finding.detail);
});

const KINDS = ['orders', 'tickets', 'tables', 'bills'] as const;

for (const audience of AUDIENCES) {
  for (const kind of KINDS) {
    for (const id of terminal(audience).view[kind].keys()) {
      t.test(`audit: ${audience} without ${id}, or with an older one, is BROKEN`, async (t) => {
        const without = terminal(audience);
        without.view[kind].delete(id);
        t.notOk(converged([without], truth).holds, 'removed');

        for (const aged of [{ rev: 0 }, { createdBy: 'somebody' }]) {
          const old = terminal(audience);
          const known: Map<string, { id: string }> = old.view[kind];
          known.set(id, { ...known.get(id), id, ...aged });
          t.notOk(converged([old], truth).holds, Object.keys(aged).join());
        }
      });
    }
  }
}

t.test('audit: a screen that shows more than is open is BROKEN', async (t) => {
  for (const more of [
    { order: order('gone') },
    { ticket: ticket('gone', 'bar') },
    { table: table('gone') },
    { bill: bill('gone') },
  ]) {
    const floor = terminal('floor');
    floor.view.apply(2, more);
    t.notOk(converged([floor], truth).holds, Object.keys(more).join());
  }
});

t.test('audit: an empty screen is BROKEN', async (t) => {
  for (const audience of AUDIENCES) {
    const view = new View();
    view.reset('epoch', 9, NOTHING);
    t.notOk(converged([{ name: 'empty', audience: [audience], view }], truth).holds, audience);
  }
});

t.test('view: what is paid or cancelled stays so, over resets too', async (t) => {
  const view = new View();
  view.reset('epoch', 0, { ...NOTHING, orders: [order('o2')], tables: [table('t1')] });
  view.apply(1, { order: paid });
  view.apply(2, { order: order('o2', { rev: 4 }) });
  t.equal(view.orders.get('o2')?.status, 'paid', 'a replay of the past changes nothing');
  t.same(view.faults, []);

  view.positioned({ seq: 2, head: 3, at: '2025-01-05T12:00:00.000Z' });
  view.reset('epoch', 3, NOTHING);
  t.equal(view.orders.size + view.tables.size, 0, 'a reset replaces everything');
  t.equal(view.behind, false);
  t.equal(view.currentTo, null);

  view.apply(4, { order: order('o2', { rev: 6 }) });
  t.match(view.faults, ['o2 was paid at rev 5, is open at 6']);
  view.reset('epoch', 5, { ...NOTHING, orders: [order('o2', { rev: 2 })] });
  t.equal(view.faults.length, 2, 'a reset that revives it is a fault as well');
});
