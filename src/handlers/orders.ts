import { Type } from '@sinclair/typebox';
import { decided } from '../domain/decision.js';
import { explained } from '../domain/explain.js';
import { addLines, changeLine } from '../domain/lines.js';
import { changeOrder, createOrder, needOwnState } from '../domain/order.js';
import { priced, totalsOf } from '../domain/pricing.js';
import { chooseLines } from '../domain/selection.js';
import {
  Calculation,
  LineChange,
  NewLines,
  NewOrder,
  Order,
  OrderChange,
  OrderStatus,
} from '../domain/shapes/order.js';
import { Closed, Id, Rev } from '../domain/shapes/primitives.js';
import { insist } from './insist.js';
import { listOf, pageOf, paging } from './lists.js';
import { itemsOf, menuChoice, orderTurn } from './order-state.js';
import { command, query } from './spec.js';

/** Whoever lists these searches what was: nobody cooks or collects from it. */
const FINISHED: readonly OrderStatus[] = ['paid', 'cancelled'];

export const postOrder = command({
  type: 'order.create',
  method: 'POST',
  path: '/outlets/{outletId}/orders',
  summary: 'Open an order',
  reach: 'outlet',
  permission: 'order.create',
  limit: 'orders',
  body: NewOrder,
  answer: Order,
  status: 201,
  socket: true,
  inTurn: ({ tableId }) => (tableId ? `table/${tableId}` : null),
  async decide(work, body) {
    const { read, outlet } = work;
    const [choice, table = null, taken = null] = await Promise.all([
      menuChoice(read, body.lines),
      body.tableId ? read.get('table', body.tableId) : undefined,
      body.id ? read.get('order', body.id) : undefined,
    ]);
    return createOrder(body, { outlet, table, taken, ...choice }, work.context);
  },
});

export const listOrders = query({
  name: 'order.list',
  path: '/outlets/{outletId}/orders',
  summary: 'Orders, oldest first',
  reach: 'outlet',
  permission: 'order.read',
  limit: 'orders',
  query: Type.Object({ status: Type.Optional(OrderStatus), ...paging }, Closed),
  answer: listOf(Order),
  async respond({ read }, { status, ...asked }) {
    const page = pageOf(asked);
    if (!status) return { body: await read.page('order', { index: 'byCreation', ...page }) };
    const mayLag = FINISHED.includes(status);
    const ofStatus = { index: 'byStatus', equals: [status], mayLag, ...page } as const;
    return { body: await read.page('order', ofStatus) };
  },
});

export const getOrder = query({
  name: 'order.read',
  path: '/outlets/{outletId}/orders/{orderId}',
  summary: 'One order',
  reach: 'outlet',
  permission: 'order.read',
  limit: 'orders',
  query: Type.Object({ orderId: Id }, Closed),
  answer: Order,
  async respond({ read }, { orderId }) {
    return { body: await read.need('order', orderId) };
  },
});

export const patchOrder = command({
  type: 'order.change',
  method: 'PATCH',
  path: '/outlets/{outletId}/orders/{orderId}',
  summary: 'Change how many guests an open order has',
  reach: 'outlet',
  permission: 'order.change',
  limit: 'orders',
  body: Type.Composite(
    [Type.Object({ orderId: Id, rev: Type.Optional(Rev) }), OrderChange],
    Closed,
  ),
  answer: Order,
  status: 200,
  socket: true,
  inTurn: orderTurn,
  async decide(work, { orderId, rev, ...change }) {
    const order = await work.read.need('order', orderId, '/orderId');
    insist(order, work.ifMatch, rev);
    return changeOrder(order, change, work.context);
  },
});

export const postLines = command({
  type: 'order.addLines',
  method: 'POST',
  path: '/outlets/{outletId}/orders/{orderId}/lines',
  summary: 'Add lines; two waiters who add at once both do',
  reach: 'outlet',
  permission: 'order.addLines',
  limit: 'orders',
  body: Type.Object({ orderId: Id, lines: NewLines, rev: Type.Optional(Rev) }, Closed),
  answer: Order,
  status: 200,
  socket: true,
  inTurn: orderTurn,
  async decide(work, { orderId, lines, rev }) {
    const { read, outlet } = work;
    const [order, choice] = await Promise.all([
      read.need('order', orderId, '/orderId'),
      menuChoice(read, lines),
    ]);
    insist(order, work.ifMatch, rev);
    return addLines(order, lines, { outlet, ...choice }, work.context);
  },
});

export const patchLine = command({
  type: 'order.changeLine',
  method: 'PATCH',
  path: '/outlets/{outletId}/orders/{orderId}/lines/{lineId}',
  summary:
    'Change the portions of a line, or its note, course and seat before the kitchen heard of it',
  reach: 'outlet',
  permission: 'order.changeLine',
  limit: 'orders',
  body: Type.Composite(
    [Type.Object({ orderId: Id, lineId: Id, rev: Type.Optional(Rev) }), LineChange],
    { ...Closed, minProperties: 3 },
  ),
  answer: Order,
  status: 200,
  socket: true,
  inTurn: orderTurn,
  async decide(work, { orderId, lineId, rev, ...change }) {
    const order = await work.read.need('order', orderId, '/orderId');
    insist(order, work.ifMatch, rev);
    const items = await itemsOf(
      work.read,
      order.lines.filter(({ id }) => id === lineId),
    );
    return changeLine(order, lineId, change, { items, outlet: work.outlet }, work.context);
  },
});

export const calculate = command({
  type: 'order.calculate',
  method: 'POST',
  path: '/outlets/{outletId}/orders:calculate',
  summary: 'What an order would come to, with every paisa explained; nothing is stored',
  reach: 'outlet',
  permission: 'order.calculate',
  limit: 'orders',
  body: NewOrder,
  answer: Calculation,
  status: 200,
  async decide({ read, outlet, context }, { lines: newLines, placeOfSupply }) {
    needOwnState(outlet, placeOfSupply);
    const chosen = chooseLines(newLines, await menuChoice(read, newLines), context);
    const lines = priced(chosen, outlet, placeOfSupply ?? null);
    const totals = totalsOf(lines, outlet.roundTo);
    const explanation = explained(lines, totals, outlet, placeOfSupply ?? null);
    return decided({ documents: [], events: [], result: { lines, totals, explanation } });
  },
});
