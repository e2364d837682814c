import t from 'tap';
import type { MenuItem } from '../../src/domain/shapes/menu.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());

const code = ({ status, body }: { status: number; body: object }) => [
  status,
  (body as { code?: string }).code,
];

t.test('menu: an item comes, or what it refers to is archived; never both', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const [dal] = place.items as [MenuItem];
  // A connection each: so they meet on different workers as often as not.
  const headers = { connection: 'close' };
  const made = (path: string, body: object) => place.do<{ id: string }>('POST', path, body);
  const kinds = [
    ['categoryId', '/menu/categories', {}],
    ['taxClassId', '/menu/tax-classes', { rate: 500, inclusive: false }],
    ['stationIds', '/stations', {}],
  ] as const;
  for (let round = 0; round < 36; round++) {
    const [field, path, more] = kinds[round % 3] ?? kinds[0];
    const { id } = await made(path, { name: `N${round}`, ...more });
    const refers = { [field]: field === 'stationIds' ? [id] : id };
    const item = { name: `I${round}`, price: 1, taxClassId: dal.taxClassId, ...refers };
    const [used, archived] = await Promise.all([
      round % 2 === 0
        ? place.try('POST', '/menu/items', { body: item, headers })
        : place.try('PATCH', `/menu/items/${dal.id}`, { body: refers, headers }),
      place.try('PATCH', `${path}/${id}`, { body: { archived: true }, headers }),
    ]);
    const what = `${field}: ${JSON.stringify([code(used), code(archived)])}`;
    t.ok(used.status < 300 !== archived.status < 300, what);
    if (used.status < 300) t.match(code(archived), [409, 'in_use'], what);
    else t.match(code(used), [404, 'not_found'], what);
  }
});
