import t from 'tap';
import { choiceOf, segmentsOf, stationsOf } from '../../web/kds/choice.js';
import { actionOf, KEYS } from '../../web/kds/keys.js';
import { movedFrom, notedOf, withNoted } from '../../web/kds/moves.js';
import { newsOf } from '../../web/kds/news.js';
import { columnsOf, packed } from '../../web/kds/packed.js';
import { arranged } from '../../web/kds/slots.js';
import { LATE_MS, PATIENCE_MS, trustOf } from '../../web/kds/trust.js';
import { at } from './kds-tickets.js';

t.test('slots: nothing moves under a hand, and cards close up when it is away', async (t) => {
  const here = (id: string) => ({ id, gone: false });
  const first = arranged([], ['a', 'b', 'c'], true);
  t.same(first, [here('a'), here('b'), here('c')]);
  t.equal(arranged(first, ['a', 'b', 'c'], true), first, 'nothing new is nothing to draw');
  const bumped = arranged(first, ['a', 'c', 'd'], false);
  t.same(bumped, [here('a'), { id: 'b', gone: true }, here('c'), here('d')]);
  t.same(arranged(bumped, ['a', 'b', 'c', 'd'], false), ['a', 'b', 'c', 'd'].map(here), 'recalled');
  t.same(arranged(bumped, ['0', 'a', 'c', 'd'], false).at(-1), here('0'), 'even if it is older');
  t.same(arranged(bumped, ['0', 'a', 'c', 'd'], true), ['0', 'a', 'c', 'd'].map(here));
});

t.test('places: below each other without gaps, and read from left to right', async (t) => {
  t.same(packed([40, 80, 50, 60], 3), [
    { column: 1, row: 1 },
    { column: 2, row: 1 },
    { column: 3, row: 1 },
    { column: 1, row: 41 },
  ]);
  t.same(packed([60, 120, 50, 20], 3).at(-1), { column: 1, row: 61 }, 'nearly even is even');
  const some = packed([40, 80, 50], 3);
  t.same(packed([40, 80, 50, 60, 10], 3).slice(0, 3), some, 'one more moves none before it');
  t.equal(columnsOf(1896, 288, 12), 6);
  t.equal(columnsOf(200, 288, 12), 1);
});

t.test('trust: green only with a proof, amber for a moment, red when nobody can say', async (t) => {
  const noon = Date.parse(at(0));
  const live = { connection: 'live', offline: false, problem: null } as const;
  const cut = { connection: 'waiting', offline: true, problem: null } as const;
  const current = { currentTo: at(0), behind: null };
  const unproven = { currentTo: at(0), behind: { events: null, since: at(0) } };
  const short = { currentTo: at(0), behind: { events: 2, since: at(0) } };
  const never = { currentTo: null, behind: { events: null, since: null } };
  const tone = (status: Parameters<typeof trustOf>[0], openMs = 60_000, now = noon) =>
    trustOf(status, openMs, now).tone;
  t.equal(tone({ ...live, ...current }), 'current');
  t.equal(tone({ ...cut, ...current }), 'behind', 'the line has just broken');
  t.equal(tone({ ...cut, ...unproven }), 'lost');
  t.equal(tone({ ...live, ...unproven }), 'lost', 'frozen, however well connected');
  t.equal(tone({ ...live, ...short }), 'behind');
  t.equal(tone({ ...live, ...short }, 60_000, noon + LATE_MS + 1), 'lost', 'for too long');
  t.equal(tone({ ...cut, ...never }, PATIENCE_MS - 1), 'connecting');
  t.equal(tone({ ...cut, ...never }, PATIENCE_MS), 'lost');
  t.equal(tone({ ...cut, ...current, connection: 'refused' }), 'lost');
});

t.test('keys: each that the help shows does something, by its place on the keyboard', async (t) => {
  t.same(actionOf({ key: '3', code: 'Digit3' }), { do: 'choose', at: 2 });
  t.same(actionOf({ key: 'र', code: 'KeyR' }), { do: 'recall' }, 'in whatever script');
  t.equal(actionOf({ key: 'x', code: 'KeyX' }), null);
  const codes: Record<string, string> = { Space: ' ', '←': 'ArrowLeft', '→': 'ArrowRight' };
  const more: Record<string, string> = { '↑': 'ArrowUp', '↓': 'ArrowDown' };
  for (const [keys, does] of KEYS) {
    const found = keys
      .filter((key) => key !== '…')
      .map((key) => actionOf({ key: codes[key] ?? more[key] ?? key, code: `Key${key}` })?.do);
    t.ok(found.includes(does), `${keys.join(' ')}: ${does}`);
    t.notOk(found.includes(undefined), keys.join(' '));
  }
});

t.test(
  'news: what is new is heard once, the worst first, and the first look is no news',
  async (t) => {
    const cards = (...ids: string[]) => ids.map((id) => ({ id })) as never;
    const first = newsOf(null, cards('a', 'b'), cards('v'), ['a'], []);
    t.same(first.sounds, []);
    const next = newsOf(first.heard, cards('b', 'c', 'd'), cards('v', 'w'), ['b'], ['c T9']);
    t.same(next.sounds, ['void', 'moved', 'late', 'new']);
    t.same(newsOf(next.heard, cards('b', 'c', 'd'), cards('w'), ['b'], ['c T9']).sounds, []);
    const back = newsOf(next.heard, cards('a', 'b', 'c', 'd'), cards('w'), ['a', 'b'], []);
    t.same(back.sounds, [], 'a card that comes back is known');
  },
);

t.test('moves: told until noted, and a move back is one more', async (t) => {
  const card = (tableId: string | null) => ({ id: 'a', sentFor: 'T5' as string | null, tableId });
  t.equal(movedFrom(card('T5'), {}), undefined);
  t.equal(movedFrom(card('T9'), {}), 'T5');
  const noted = withNoted({ gone: 'T1' }, card('T9'), [{ id: 'a' }, { id: 'b' }]);
  t.same(noted, { a: 'T9' }, 'what is not there any more is forgotten');
  t.equal(movedFrom(card('T9'), noted), undefined);
  t.equal(movedFrom(card('T5'), noted), 'T9');
  t.equal(movedFrom({ ...card('T9'), sentFor: null }, {}), null, 'from the counter');
  t.same(notedOf('{'), {});
});

t.test('choice: the address says which stations, or else what the device was last', async (t) => {
  t.equal(choiceOf([], ''), null);
  t.equal(choiceOf(['choose'], 'stations/a'), null);
  t.same(choiceOf([], 'stations/a/b'), { expo: false, stationIds: ['a', 'b'] });
  t.same(choiceOf(['stations', 'c', 'c'], 'expo'), { expo: false, stationIds: ['c'] });
  t.same(choiceOf(['expo'], ''), { expo: true, stationIds: [] });
  for (const text of ['expo', 'stations/a/b']) {
    const choice = choiceOf([], text);
    t.equal(choice && segmentsOf(choice).join('/'), text);
  }
  const all = [{ id: 'a' }, { id: 'b' }];
  t.same(stationsOf({ expo: true, stationIds: [] }, all), all);
  t.same(stationsOf({ expo: false, stationIds: ['b', 'gone'] }, all), [{ id: 'b' }]);
});
