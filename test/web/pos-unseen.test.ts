import t from 'tap';
import { unseenOf } from '../../web/pos/kitchen/unseen.js';
import { item, stepped, ticket } from './kds-tickets.js';

const at = '2026-11-21T12:00:30.000Z';
const nobody: ReadonlySet<string> = new Set();

t.test('unseen: a till tells of what no screen has shown, by station, oldest first', async (t) => {
  const [first, second] = [ticket([item('a', 1)]), ticket([item('b', 1)])];
  const bar = ticket([item('c', 1)], { stationId: 'bar' });
  const told = [second, bar, first].map((one) => ({ ...one, unseenAt: at }));
  t.match(unseenOf([...told, ticket([item('d', 1)])], nobody), [
    { stationId: 'tandoor', tickets: [{ id: first.id }, { id: second.id }] },
    { stationId: 'bar', tickets: [{ id: bar.id }] },
  ]);
});

t.test('unseen: no longer when somebody has seen it, worked on it, or knows of it', async (t) => {
  const late = { unseenAt: at };
  const shown = { at, by: 'display', deviceId: 'display' };
  const tickets = [
    ticket([item('a', 1)], { ...late, shown }),
    ticket([stepped(item('b', 1), ['started'])], late),
    ticket([stepped(item('c', 1), ['started', 'ready', 'served'])], late),
    ticket([item('d', 1)], late),
  ];
  t.strictSame(unseenOf(tickets, new Set([tickets[3]?.id ?? ''])), []);
  t.equal(unseenOf(tickets, nobody).length, 1);
});

t.test('unseen: the fallback is named where all of them went to one', async (t) => {
  const rerouted = { unseenAt: at, fallbackStationId: 'bar', rerouted: true } as const;
  const two = [ticket([item('a', 1)], rerouted), ticket([item('b', 1)], rerouted)];
  t.match(unseenOf(two, nobody), [{ fallbackStationId: 'bar' }]);
  const shown = { at, by: 'display', deviceId: 'display' };
  const seen = two.map((one) => ({ ...one, shown }));
  t.match(unseenOf(seen, nobody), [{ fallbackStationId: 'bar' }], 'the screen is dark still');
  const begun = { ...rerouted, items: [stepped(item('d', 1), ['started'])] };
  t.strictSame(unseenOf([ticket([item('d', 1)], begun)], nobody), []);
  const mixed = [...two, ticket([item('c', 1)], { unseenAt: at })];
  t.match(unseenOf(mixed, nobody), [{ fallbackStationId: null }]);
});
