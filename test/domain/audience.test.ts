import t from 'tap';
import { audiencesOf, hears, kitchenOf } from '../../src/domain/audience.js';
import { House } from './house.js';

t.test('audience: each event goes to those whom it concerns', async (t) => {
  const cases: [type: string, audiences: string[]][] = [
    ['order.created', ['floor']],
    ['table.occupied', ['floor']],
    ['table.freed', ['floor']],
    ['table.created', ['floor', 'kitchen/*']],
    ['table.changed', ['floor', 'kitchen/*']],
    ['outlet.changed', ['floor', 'kitchen/*']],
    ['menu.itemChanged', ['floor']],
    ['menu.availabilityChanged', ['floor', 'kitchen/*']],
    ['station.created', ['floor', 'kitchen/*']],
    ['ticket.moved', ['floor', 'kitchen/grill']],
    ['bill.paid', ['bills']],
    ['staff.appointed', []],
    ['ordering.mischief', []],
  ];
  for (const [type, audiences] of cases) {
    t.strictSame(audiencesOf({ type, data: { ticket: { stationId: 'grill' } } }), audiences, type);
  }
});

t.test('audience: what a fallback shows it hears of, and so does the station itself', async (t) => {
  const ticket = { stationId: 'grill', fallbackStationId: 'bar' };
  for (const type of ['ticket.unseen', 'ticket.served', 'ticket.moved', 'ticket.shown']) {
    const heard = audiencesOf({ type, data: { ticket } });
    t.strictSame(heard, ['floor', 'kitchen/grill', 'kitchen/bar'], type);
  }
});

t.test(
  'audience: a kitchen hears of its own tickets and of what concerns all kitchens',
  async (t) => {
    const hear = (audiences: string[], type: string, stationId = 'grill') =>
      hears(new Set(audiences), { type, data: { ticket: { stationId } } });
    t.equal(hear([kitchenOf('grill')], 'ticket.created'), true);
    t.equal(hear([kitchenOf('bar')], 'ticket.created'), false);
    t.equal(hear([kitchenOf('bar')], 'menu.availabilityChanged'), true);
    t.equal(hear([kitchenOf('bar')], 'menu.itemChanged'), false);
    t.equal(hear(['bills'], 'menu.availabilityChanged'), false);
    t.equal(hear(['bills', 'floor'], 'order.created'), true);
    t.equal(hear([], 'order.created'), false);
  },
);

t.test('audience: a ticket event that names no station is a defect, not silence', async (t) => {
  t.throws(() => audiencesOf({ type: 'ticket.created', data: {} }), TypeError);
});

t.test('audience: no event of an evening is heard by nobody', async (t) => {
  const house = House.open();
  const dosa = { itemId: house.item('Dosa').id, quantity: 2 };
  const order = house.create({ tableId: house.table('T1').id, lines: [dosa] });
  house.send(order.id);
  house.step(house.ticketsOf(order.id)[0]?.id ?? '', 'start');
  house.transfer(order.id, house.table('T2').id);
  house.availability(dosa.itemId, false);
  house.pay(house.bill(order.id).id, { tender: 'cash', amount: 21_000 });
  for (const event of house.events) t.not(audiencesOf(event).length, 0, event.type);
});
