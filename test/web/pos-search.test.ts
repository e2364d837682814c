import t from 'tap';
import { indexOf, search } from '../../web/pos/menu/search.js';
import { mostUsed, usesOf, withHouse, withUsed } from '../../web/pos/menu/often.js';

const item = (name: string, code: string | null = null, available = true) => ({
  id: name,
  name,
  code,
  available,
});
const MENU = [
  item('Butter Chicken', '101'),
  item('Butter Naan', 'BN'),
  item('Paneer Butter Masala', '102'),
  item('Chilli Paneer'),
  item('Naan', 'N'),
  item('Gulab Jamun (2)'),
  item('7 Up'),
  item('Dal Makhani', '10'),
  item('Fish Curry', null, false),
  item('Crème brûlée'),
  item('आलू पराठा'),
];
const index = indexOf(MENU);
const found = (typed: string) => search(index, typed).items.map(({ name }) => name);

t.test('search: a short code comes first, then its beginnings', async (t) => {
  t.same(found('10'), ['Dal Makhani', 'Butter Chicken', 'Paneer Butter Masala']);
  t.same(found('bn'), ['Butter Naan']);
  t.equal(found('n')[0], 'Naan');
});

t.test('search: beginnings of words, in the order of the name before any order', async (t) => {
  t.same(found('butter'), ['Butter Chicken', 'Butter Naan', 'Paneer Butter Masala']);
  t.same(found('but ch'), ['Butter Chicken']);
  t.same(found('ch but'), ['Butter Chicken']);
  t.same(
    found('pan'),
    ['Paneer Butter Masala', 'Chilli Paneer'],
    'the name itself, then a later word',
  );
  t.same(found('uttar'), [], 'not from the middle of a word');
  t.same(found(''), []);
});

t.test('search: initials, accents, Devanagari, and one letter wrong', async (t) => {
  t.same(found('pbm'), ['Paneer Butter Masala']);
  t.same(found('creme br'), ['Crème brûlée']);
  t.same(found('आलू'), ['आलू पराठा']);
  t.same(found('panner'), ['Paneer Butter Masala', 'Chilli Paneer'], 'one wrong');
  t.same(found('chiken'), ['Butter Chicken'], 'one missing');
  t.same(found('chickken'), ['Butter Chicken'], 'one too many');
  t.same(found('chikcen'), ['Butter Chicken'], 'two that changed places');
  t.same(found('nax'), [], 'a short word must be right');
});

t.test('search: a number before the name is how many', async (t) => {
  for (const typed of ['3 but ch', '3x but ch', '3 x but ch', '3× but ch']) {
    const { items, quantity } = search(index, typed);
    t.same([items[0]?.name, quantity], ['Butter Chicken', 3], typed);
  }
  t.same(search(index, '2 101').quantity, 2, 'of a code too');
  t.same(search(index, '2 101').items[0]?.name, 'Butter Chicken');
  t.equal(search(index, '101').quantity, 1, 'a number alone is a code');
  t.same(
    [found('7 up')[0], search(index, '7 up').quantity],
    ['7 Up', 1],
    'a name that begins with a number is a name',
  );
  t.equal(search(index, '2 gulab').quantity, 2, 'a name that only holds the number is not');
  t.equal(search(index, '0 naan').quantity, 1);
});

t.test('search: what is sold out is found, and comes last; the more used come first', async (t) => {
  const menu = indexOf([item('Fish Curry', null, false), item('Fish Fry'), item('Fish Amritsari')]);
  const names = search(menu, 'fish', new Map([['Fish Amritsari', 3]])).items.map(
    ({ name }) => name,
  );
  t.same(names, ['Fish Amritsari', 'Fish Fry', 'Fish Curry']);
});

t.test('search: a menu of 20,000 items answers, and no more than asked for', async (t) => {
  const large = indexOf(
    Array.from({ length: 20_000 }, (_, at) => item(`Dish ${at} Masala`, String(at))),
  );
  t.equal(search(large, 'dish').items.length, 60);
  t.equal(search(large, '19999').items[0]?.name, 'Dish 19999 Masala');
});

t.test('often: what was taken most, and of late, comes first', async (t) => {
  const items = new Map(MENU.map((each) => [each.id, each]));
  let uses = withUsed(new Map(), ['Naan', 'Naan', '7 Up']);
  t.same(mostUsed(uses, items, 2).map(idOf), ['Naan', '7 Up']);
  uses = withUsed(
    uses,
    Array.from({ length: 5 }, () => 'Butter Chicken'),
  );
  t.same(mostUsed(uses, items, 1).map(idOf), ['Butter Chicken']);
  uses = withUsed(
    uses,
    Array.from({ length: 3000 }, () => '7 Up'),
  );
  t.notOk(uses.has('Naan'), 'what nobody takes any more is forgotten');
  t.same(mostUsed(new Map([['gone', 9]]), items, 3), [], 'what left the menu is not offered');
  t.same(usesOf([...uses]), uses, 'kept and read again');
  t.equal(usesOf({ other: 1 }).size, 0);
});

t.test('often: a device that has just come offers what the house takes', async (t) => {
  const items = new Map(['naan', 'dal', 'tea'].map((id) => [id, { id }]));
  const line = (itemId: string) => ({ itemId });
  const house = [{ lines: [line('tea'), line('naan')] }, { lines: [line('tea')] }];
  const first = (uses: ReadonlyMap<string, number>) => mostUsed(uses, items, 2).map(({ id }) => id);
  t.same(first(withHouse(new Map(), house)), ['tea', 'naan']);
  t.same(first(withHouse(withUsed(new Map(), ['dal']), house)), ['dal', 'tea'], 'its own first');
});

function idOf({ id }: { id: string }): string {
  return id;
}
