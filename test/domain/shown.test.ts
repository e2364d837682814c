import t from 'tap';
import { isSeen, UNSEEN_AFTER_SECONDS, WATCHED_DAYS } from '../../src/domain/shown.js';
import { House } from './house.js';
import { refusal } from './money-fixtures.js';

/** A kitchen, and a bar whose screens show what the kitchen's do not. */
function restaurant() {
  const house = House.open();
  const kitchen = house.named('station', 'Kitchen').id;
  const bar = house.station('Bar').id;
  house.fallback(kitchen, bar);
  const dosa = house.item('Dosa').id;
  /** The ticket of a new order that was sent. */
  const sent = () => {
    const { id } = house.create({ lines: [{ itemId: dosa, quantity: 2 }] });
    const [ticket] = house.send(id).tickets;
    if (!ticket) throw new Error('no ticket');
    return ticket;
  };
  /** From now on the kitchen has a display that acknowledges. */
  const equipped = () => house.shown([sent().id]);
  return { house, kitchen, bar, dosa, sent, equipped };
}

t.test('shown: the first display counts, and says who it was and where', async (t) => {
  const { house, sent } = restaurant();
  const [one, two] = [sent().id, sent().id];
  house.role = 'kitchen';
  t.strictSame(house.shown([one, two], 'display-1'), [one, two]);
  const { shown, rev } = house.get('ticket', one);
  t.strictSame(shown, { at: house.now, by: 'the-kitchen', deviceId: 'display-1' });
  house.wait(5);
  const third = sent().id;
  t.strictSame(house.shown([one, third], null), [third]);
  t.strictSame([house.get('ticket', one).shown, house.get('ticket', one).rev], [shown, rev]);
  t.match(house.get('ticket', third).shown, { deviceId: null });
  t.strictSame(house.violations(), []);
});

t.test('shown: what was acknowledged, worked on or served costs no write', async (t) => {
  const { house, sent } = restaurant();
  const [acknowledged, begun, served] = [sent().id, sent().id, sent().id];
  house.shown([acknowledged]);
  house.step(begun, 'start');
  for (const action of ['start', 'ready', 'bump'] as const) house.step(served, action);
  const before = [house.events.length, house.outlet.rev];
  t.strictSame(house.shown([acknowledged, begun, served]), []);
  t.strictSame([house.events.length, house.outlet.rev], before);
  t.strictSame(
    [acknowledged, begun, served].map((id) => isSeen(house.get('ticket', id))),
    [true, true, true],
  );
});

t.test('shown: nobody is awaited where no display has ever said anything', async (t) => {
  const { house, sent } = restaurant();
  const ticket = sent();
  t.notOk('showBy' in ticket);
  house.wait(24 * 3600);
  t.strictSame(house.watch(), []);
  t.equal(house.unseen(ticket.id), null);
});

t.test('shown: a display that acknowledges is awaited from then on, for a week', async (t) => {
  const { house, kitchen, equipped, sent } = restaurant();
  equipped();
  const until = '2026-11-27';
  t.strictSame(house.outlet.displays, [{ stationId: kitchen, until }]);
  const ticket = sent();
  const wait = Date.parse(ticket.showBy ?? '') - Date.parse(ticket.createdAt);
  t.equal(wait, UNSEEN_AFTER_SECONDS * 1000);
  const { rev } = house.outlet;
  house.shown([ticket.id]);
  t.equal(house.outlet.rev, rev, 'the outlet is written once a day');
  house.wait(WATCHED_DAYS * 24 * 3600);
  t.ok(sent().showBy, 'on the last day');
  house.wait(24 * 3600);
  const late = sent();
  t.notOk('showBy' in late, 'its displays are gone');
  house.shown([late.id]);
  t.ok(sent().showBy, 'or only were on holiday');
});

t.test('shown: how long is a setting, and 0 is never', async (t) => {
  const { house, equipped, sent } = restaurant();
  equipped();
  house.change({ unseenAfterSeconds: 5 });
  const { createdAt, showBy = '' } = sent();
  t.equal(Date.parse(showBy) - Date.parse(createdAt), 5_000);
  house.change({ unseenAfterSeconds: 0 });
  t.notOk('showBy' in sent());
});

t.test('unseen: told once, at its time, and shown at the fallback as well', async (t) => {
  const { house, kitchen, bar, equipped, sent } = restaurant();
  equipped();
  const { id } = sent();
  house.wait(UNSEEN_AFTER_SECONDS - 1);
  t.equal(house.unseen(id), null, 'there is time left');
  house.wait(1);
  const told = house.unseen(id);
  t.match(told, { stationId: kitchen, fallbackStationId: bar, unseenAt: house.now, open: true });
  t.match(house.events.at(-1), { type: 'ticket.unseen', data: { ticket: told } });
  house.wait(60);
  t.equal(house.unseen(id), null, 'once');
  t.strictSame(house.shown([id]), [id], 'a display of either station has it now');
  t.match(house.get('ticket', id), { unseenAt: told?.unseenAt, fallbackStationId: bar });
  for (const action of ['start', 'ready', 'bump'] as const) house.step(id, action);
  t.match(house.get('ticket', id), { open: false, fallbackStationId: bar });
  t.strictSame(house.violations(), []);
});

t.test('unseen: what was seen in time is not told of, by whatever it was seen', async (t) => {
  const { house, equipped, sent } = restaurant();
  equipped();
  const [shown, begun] = [sent().id, sent().id];
  house.shown([shown]);
  house.step(begun, 'start');
  house.wait(3600);
  t.strictSame(house.watch(), []);
});

t.test(
  'unseen: without a fallback, or with one that is no more, it is told all the same',
  async (t) => {
    const { house, kitchen, bar, equipped, sent } = restaurant();
    equipped();
    const [one, two] = [sent(), sent()];
    house.fallback(kitchen, null);
    house.wait(3600);
    const told = house.unseen(one.id);
    t.ok(told?.unseenAt);
    t.notOk(told && 'fallbackStationId' in told);
    house.fallback(kitchen, bar);
    const station = house.get('station', bar);
    house.take(() => ({
      counters: [],
      changes: () => ({
        documents: [
          { collection: 'station', value: { ...station, rev: station.rev + 1, archived: true } },
        ],
        events: [],
        result: null,
      }),
    }));
    t.notOk('fallbackStationId' in (house.unseen(two.id) ?? {}));
  },
);

t.test(
  'fallback: another station of the outlet, not itself, and it cannot be archived',
  async (t) => {
    const { house, kitchen, bar } = restaurant();
    t.equal(
      refusal(() => house.fallback(kitchen, kitchen)),
      'invalid',
    );
    t.equal(
      refusal(() => house.fallback(kitchen, 'nowhere')),
      'not_found',
    );
    t.equal(house.fallback(kitchen, null).fallbackStationId, null);
    t.equal(house.fallback(bar, kitchen).fallbackStationId, kitchen);
  },
);

t.test('order type: a ticket has that of its order, through a transfer and a merge', async (t) => {
  const { house, dosa } = restaurant();
  const lines = [{ itemId: dosa, quantity: 1 }];
  const delivery = house.create({ type: 'delivery', lines }).id;
  house.send(delivery);
  t.equal(house.ticketsOf(delivery)[0]?.orderType, 'delivery');
  const takeaway = house.create({ type: 'takeaway', lines }).id;
  house.send(takeaway);
  house.transfer(takeaway, house.table('T1').id);
  t.equal(house.ticketsOf(takeaway)[0]?.orderType, 'takeaway');
  house.merge(takeaway, delivery);
  t.strictSame(
    house.ticketsOf(takeaway).map(({ orderType }) => orderType),
    ['takeaway', 'takeaway'],
  );
  const [line] = house.get('order', takeaway).lines;
  const [voided] = house.void(takeaway, line?.id ?? '', 1).tickets;
  t.match(voided, { kind: 'void', orderType: 'takeaway' });
  t.strictSame(house.violations(), []);
});
