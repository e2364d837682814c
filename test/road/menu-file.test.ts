import t from 'tap';
import type { Menu } from '../../src/domain/shapes/menu.js';
import type { MenuExport, MenuImport } from '../../src/domain/shapes/menu-file.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());

const HEAD = 'code,name,category,price,tax_class,stations,food,variants';

function load(place: Restaurant, csv: string, more: object = {}) {
  return place.do<MenuImport>('POST', '/menu/import', { csv, ...more });
}

t.test(
  'menu file: read in, shown first, in one commit of which the screens hear once',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const screen = await Socket.open(kotd.url, place, 'waiter', ['floor']);
    t.teardown(() => screen.close());
    const csv = [
      HEAD,
      '1,Paneer Tikka,Starters,240.50,GST 5 %,Kitchen,veg,Half=150|Full=240.50',
      '2,Chicken 65,Starters,"1,250",GST 5 %,Kitchen,nonveg,',
      '3,Cola,Drinks,60,GST 18 %,Bar,,',
      ',Dal,,270,,,veg,',
    ].join('\r\n');
    const before = await place.do<Menu>('GET', '/menu');
    const dry = await load(place, csv, { dryRun: true });
    t.strictSame(dry.totals, { lines: 4, created: 2, changed: 1, unchanged: 0, refused: 1 });
    t.match(dry.lines[1], {
      line: 3,
      name: 'Chicken 65',
      action: 'refused',
      problems: [{ column: 'price', code: 'not_a_price' }],
    });
    t.strictSame(await place.do<Menu>('GET', '/menu'), before, 'a dry run changes nothing');

    t.strictSame(await load(place, csv), { ...dry, dryRun: false });
    const menu = await place.do<Menu>('GET', '/menu');
    t.strictSame(
      menu.items.map(({ name, price }) => [name, price]),
      [
        ['Dal', 27_000],
        ['Thali', 64_905],
        ['Lassi', 11_001],
        ['Paneer Tikka', 24_050],
        ['Cola', 6_000],
      ],
    );
    const heard = await screen.next(({ type }) => type === 'menu.imported');
    t.strictSame(heard.data, { created: 2, changed: 1, categories: 2 });
    t.notOk(screen.frames.some(({ type }) => type === 'menu.itemCreated'));
    t.match((await load(place, csv)).totals, { unchanged: 3, refused: 1 });
  },
);

t.test('menu file: a repeat of the same command has no second effect', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const body = { csv: `${HEAD}\n,Soup,,99,GST 5 %,,,` };
  const headers = { 'idempotency-key': 'an-import' };
  const first = await place.try<MenuImport>('POST', '/menu/import', { body, headers });
  const second = await place.try<MenuImport>('POST', '/menu/import', { body, headers });
  t.strictSame(second.body, first.body);
  t.equal(second.headers.get('idempotency-replayed'), 'true');
  t.equal((await place.do<Menu>('GET', '/menu')).items.length, 4);
});

t.test('menu file: two at once, and single changes beside them, lose nothing', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const lines = (mark: string) =>
    Array.from({ length: 50 }, (_, i) => `,${mark} ${i},Shared,${i + 1},GST 5 %,,,`).join('\n');
  const [one, two] = await Promise.all([
    load(place, `${HEAD}\n${lines('One')}`),
    load(place, `${HEAD}\n${lines('Two')}`),
    ...place.items.map(({ id }) => place.do('PATCH', `/menu/items/${id}`, { price: 777 })),
    place.do('POST', '/menu/categories', { name: 'Beside' }),
  ]);
  t.strictSame([one.totals.created, two.totals.created], [50, 50]);
  const menu = await place.do<Menu>('GET', '/menu');
  t.equal(menu.items.length, 103);
  t.equal(menu.items.filter(({ price }) => price === 777).length, 3);
  t.strictSame(menu.categories.map(({ name }) => name).sort(), ['Beside', 'Shared']);
});

t.test(
  'menu file: five thousand lines are read while others are served, and come out again',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const lines = Array.from(
      { length: 5_000 },
      (_, i) =>
        `K${i},Dish ${i},Category ${i % 40},${i + 1}.25,GST 5 %,Kitchen|Bar,veg,Half=${i}|Full=${i}.5`,
    );
    let served = 0;
    let reading = true;
    const others = (async () => {
      while (reading) {
        await place.do('GET', '/tables?limit=5');
        served++;
      }
    })();
    const report = await load(place, [HEAD, ...lines].join('\n'));
    reading = false;
    await others;
    t.strictSame(report.totals, {
      lines: 5_000,
      created: 5_000,
      changed: 0,
      unchanged: 0,
      refused: 0,
    });
    t.equal(report.newCategories.length, 40);
    t.ok(served > 0);
    const { csv, fileName } = await place.do<MenuExport>('GET', '/menu/export');
    t.match(fileName, /^menu-\d{4}-\d{2}-\d{2}\.csv$/);
    t.equal(csv.split('\r\n').length, 5_000 + 3 + 2);
    const again = await load(place, csv);
    t.strictSame(again.totals, {
      lines: 5_003,
      created: 0,
      changed: 0,
      unchanged: 5_003,
      refused: 0,
    });

    const elsewhere = await Restaurant.open(kotd.url);
    const copied = await load(elsewhere, csv);
    t.match(copied.totals, { created: 5_000, refused: 0, changed: 0, unchanged: 3 });
    t.equal((await elsewhere.do<MenuExport>('GET', '/menu/export')).csv, csv);
  },
);

t.test('menu file: what cannot be read at all is refused as a whole', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const tooMany = `name,price\n${'a,1\n'.repeat(10_001)}`;
  for (const [csv, message] of [
    ['', 'the file is empty'],
    ['name,price\n"open', 'line 2: a quote that nothing closes'],
    ['name\nDal', 'the column price is missing'],
    [tooMany, 'more than 10000 lines: split the file'],
  ] as const) {
    const answer = await place.try('POST', '/menu/import', { body: { csv } });
    t.match(answer, {
      status: 422,
      body: { code: 'invalid', errors: [{ pointer: '/csv', message }] },
    });
  }
  const huge = await place.try('POST', '/menu/import', { body: { csv: 'x'.repeat(1024 * 1024) } });
  t.match(huge, { status: 413, body: { code: 'body_too_large' } });
});
