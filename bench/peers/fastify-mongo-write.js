// Orders by Fastify and the driver of MongoDB. WAY is one of two:
// sixCalls      as the system that kotd replaced: each request asks the database for all it needs, call after call, in
//               no transaction. (It also asked Redis six times, which is left out here.)
// singleInsert  the least that could do: menu and people in memory, the key of the request as `_id`, one insert.
import { listen, openApp, openDatabase } from './fastify-app.js';

const menu = JSON.parse(process.env.MENU);
const rates = new Map(menu.taxClasses.map(({ id, rate }) => [id, rate]));
const app = await openApp();
const db = await openDatabase();
const [people, outlets, dishes, counters, orders] = await Promise.all(
  ['people', 'outlets', 'dishes', 'counters', 'orders'].map((name) => db.createCollection(name)),
);
// Those of kotd: what an order costs to write depends on them.
await orders.createIndex({ outletId: 1, createdAt: 1 });
await orders.createIndex({ outletId: 1, status: 1, createdAt: 1 });

const ways = { sixCalls, singleInsert };
const write = ways[process.env.WAY];

async function sixCalls({ outlet, person, key, lines }) {
  const user = await people.findOne({ _id: person });
  const settings = await outlets.findOne({ _id: outlet });
  const earlier = await orders.findOne({ _id: key });
  if (earlier) return earlier;
  const ids = lines.map(({ itemId }) => itemId);
  const found = await dishes.find({ _id: { $in: ids } }).toArray();
  const raised = { $inc: { last: 1 } };
  const counted = await counters.findOneAndUpdate({ _id: outlet }, raised, {
    returnDocument: 'after',
  });
  const named = new Map(found.map((dish) => [dish._id, dish]));
  const order = orderOf({ outlet: settings._id, person: user._id, key, lines, named });
  order.number = counted.last;
  await orders.insertOne(order);
  return order;
}

const byId = new Map(menu.items.map((item) => [item.id, item]));

async function singleInsert(asked) {
  const order = orderOf({ ...asked, named: byId });
  await orders.insertOne(order);
  return order;
}

/** As long as kotd's, and priced as simply as can be. */
function orderOf({ outlet, person, key, lines, named }) {
  const now = new Date().toISOString();
  const priced = lines.map(({ itemId, quantity }, at) => {
    const { name, price, taxClassId, stationIds } = named.get(itemId);
    const rate = rates.get(taxClassId);
    const taxable = price * quantity;
    return {
      id: `${key}/${at}`,
      itemId,
      name,
      variantId: null,
      variantName: null,
      modifiers: [],
      note: null,
      course: null,
      unitPrice: price,
      quantity,
      voidedQuantity: 0,
      sentQuantity: 0,
      stationIds,
      taxClassId,
      rate,
      inclusive: false,
      hsn: null,
      taxable,
      tax: Math.round((taxable * rate) / 10_000),
      addedBy: person,
      addedAt: now,
    };
  });
  const subtotal = priced.reduce((sum, { taxable }) => sum + taxable, 0);
  const tax = priced.reduce((sum, line) => sum + line.tax, 0);
  return {
    _id: key,
    outletId: outlet,
    number: 0,
    businessDay: now.slice(0, 10),
    type: 'takeaway',
    tableId: null,
    guests: null,
    placeOfSupply: null,
    status: 'open',
    lines: priced,
    totals: { subtotal, tax, rounding: 0, payable: subtotal + tax },
    billId: null,
    mergedInto: null,
    cancelReason: null,
    createdBy: person,
    createdAt: now,
    updatedAt: now,
  };
}

const line = {
  type: 'object',
  required: ['itemId', 'quantity'],
  properties: { itemId: { type: 'string' }, quantity: { type: 'integer', minimum: 1 } },
};
const body = {
  type: 'object',
  required: ['type', 'lines'],
  properties: { type: { type: 'string' }, lines: { type: 'array', items: line } },
};

app.post('/api/v1/outlets/:outlet/orders', { schema: { body } }, async (request, reply) => {
  const key = request.headers['idempotency-key'];
  const asked = { outlet: request.params.outlet, person: request.user.sub, key };
  reply.code(201);
  return await write({ ...asked, lines: request.body.lines });
});

if (process.env.WAY === 'sixCalls') {
  await people.insertOne({ _id: 'owner', name: 'Asha Rao', role: 'owner' });
  await outlets.insertOne({ _id: process.env.OUTLET, timeZone: 'Asia/Kolkata', stateCode: '29' });
  await counters.insertOne({ _id: process.env.OUTLET, last: 0 });
  await dishes.insertMany(menu.items.map(({ id, ...dish }) => ({ _id: id, ...dish })));
}
await listen(app);
