import t from 'tap';
import type { Event } from '../../src/domain/decision.js';
import { checkOutlet } from '../../src/domain/invariants.js';
import type { OutletRecord } from '../../src/domain/invariants/record.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { eachIsSeen } from './evening.js';
import { House } from './house.js';

/** Of four tickets one was acknowledged, one worked on, one told of and given to the bar, one is awaited. */
function evening() {
  const house = House.open();
  const kitchen = house.named('station', 'Kitchen').id;
  house.fallback(kitchen, house.station('Bar').id);
  const dosa = house.item('Dosa').id;
  const sent = () => {
    const { id } = house.create({ lines: [{ itemId: dosa, quantity: 1 }] });
    house.wait(1);
    return house.send(id).tickets[0]?.id ?? '';
  };
  house.shown([sent()]);
  const [shown, begun, told] = [sent(), sent(), sent()];
  house.shown([shown]);
  house.step(begun, 'start');
  house.wait(100);
  house.watch();
  const awaited = sent();
  return { record: house.record(), shown, begun, told, awaited };
}
const { record: sound, ...ids } = evening();

/** The record with a ticket altered, in its place and in its last event. */
function altered(id: string, change: (ticket: Ticket) => object): OutletRecord {
  const alter = (ticket: Ticket): Ticket => {
    const after = { ...ticket, ...change(ticket) };
    return JSON.parse(JSON.stringify(after));
  };
  const isIts = ({ data }: Event) => (data.ticket as Ticket | undefined)?.id === id;
  const last = sound.events.findLastIndex(isIts);
  return {
    ...sound,
    tickets: sound.tickets.map((ticket) => (ticket.id === id ? alter(ticket) : ticket)),
    events: sound.events.map((event, at) =>
      at === last ? { ...event, data: { ticket: alter(event.data.ticket as Ticket) } } : event,
    ),
  };
}

/** The record with one more event of a ticket, as it is after it. */
function more(id: string, type: string, change: (ticket: Ticket) => object): OutletRecord {
  const before = sound.tickets.find((ticket) => ticket.id === id) as Ticket;
  const ticket = { ...before, rev: before.rev + 1, ...change(before) };
  const { at } = sound.events.at(-1) as Event;
  const event = { seq: sound.seq + 1, type, at, actor: 'kotd', data: { ticket } };
  return {
    ...sound,
    tickets: sound.tickets.map((one) => (one.id === id ? ticket : one)),
    events: [...sound.events, event],
    seq: sound.seq + 1,
  };
}

const LATE = '2026-11-20T20:00:00.000Z';

t.test('invariants: an evening with displays has no violation', async (t) => {
  t.strictSame(checkOutlet(sound), []);
  t.match(
    sound.tickets.find(({ id }) => id === ids.told),
    { unseenAt: String, rerouted: true },
  );
});

t.test('invariants: a ticket that nobody has seen, or that was passed over, is seen', async (t) => {
  const { at } = sound.events.at(-1) as Event;
  eachIsSeen(t, [
    [
      'gone, and never shown',
      more(ids.awaited, 'ticket.served', ({ items }) => ({
        open: false,
        state: 'served',
        items: items.map((item) => ({ ...item, state: 'served' })),
      })),
      /is gone, and nobody has seen it/,
    ],
    [
      'passed over',
      altered(ids.awaited, () => ({ showBy: '2026-11-20T13:00:00.000Z' })),
      /was due at .* and passed over/,
    ],
    ['told too early', altered(ids.told, () => ({ showBy: LATE })), /asks for something else/],
    [
      'told before its time',
      more(ids.awaited, 'ticket.unseen', () => ({ unseenAt: at })),
      /is told of at .*, and was due at/,
    ],
    [
      'told twice',
      more(ids.told, 'ticket.unseen', () => ({ unseenAt: at })),
      /is told of at .*, and was due at null/,
    ],
    [
      'told though it was worked on',
      more(ids.begun, 'ticket.unseen', () => ({ unseenAt: at })),
      /is told of at .*, and was due at null/,
    ],
    [
      'told without saying since when',
      more(ids.awaited, 'ticket.unseen', () => ({})),
      /is told of, and unseen since undefined/,
    ],
  ]);
});

t.test('invariants: an acknowledgement that changes, or that nobody gave, is seen', async (t) => {
  const shown = { at: LATE, by: 'somebody', deviceId: null };
  eachIsSeen(t, [
    [
      'another display takes it over',
      more(ids.shown, 'ticket.shown', () => ({ shown })),
      /is acknowledged, and had been seen/,
    ],
    [
      'it is taken back',
      more(ids.shown, 'ticket.started', () => ({ shown: undefined })),
      /has null for .* without a word/,
    ],
    ['silently', more(ids.awaited, 'ticket.moved', () => ({ shown })), /has .* without a word/],
    [
      'acknowledged at some other time',
      more(ids.awaited, 'ticket.shown', () => ({ shown })),
      /is acknowledged, and shown is/,
    ],
    [
      'at the fallback, and never told',
      more(ids.shown, 'ticket.moved', () => ({ fallbackStationId: 'bar', rerouted: true })),
      /at the fallback bar, and was not told of/,
    ],
    [
      'at the fallback, where no screen finds it',
      more(ids.told, 'ticket.moved', () => ({ rerouted: undefined })),
      /is at the fallback .*, and rerouted is undefined/,
    ],
    [
      'its own fallback',
      more(ids.told, 'ticket.moved', ({ stationId }) => ({ fallbackStationId: stationId })),
      /is its own fallback's/,
    ],
  ]);
});

t.test('invariants: a ticket that is packed unlike its order is seen', async (t) => {
  eachIsSeen(t, [
    [
      'another type',
      altered(ids.awaited, () => ({ orderType: 'delivery' })),
      /is for delivery, its order is dineIn/,
    ],
  ]);
});
