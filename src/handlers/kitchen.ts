import { Type } from '@sinclair/typebox';
import { step } from '../domain/kitchen.js';
import { merge, transfer } from '../domain/move.js';
import { send } from '../domain/send.js';
import { acknowledge } from '../domain/shown.js';
import { Course } from '../domain/shapes/order.js';
import { Closed, Id, Quantity, Reason, Rev } from '../domain/shapes/primitives.js';
import { OrderAndTickets, Ticket } from '../domain/shapes/ticket.js';
import { cancelOrder, voidLine } from '../domain/void.js';
import { namedApproval } from './approvals.js';
import { insist } from './insist.js';
import { listOf, pageOf, paging } from './lists.js';
import { orderTurn, sendState, tableOf } from './order-state.js';
import type { Reader } from './reader.js';
import { command, query } from './spec.js';

/** What commands on an order that the kitchen may hear of have in common. */
const onOrder = {
  method: 'POST',
  reach: 'outlet',
  limit: 'orders',
  answer: OrderAndTickets,
  status: 200,
  socket: true,
  inTurn: orderTurn,
} as const;

const orderId = { orderId: Id, rev: Type.Optional(Rev) };
/** Of somebody with more rights, where it takes one. */
const approvalId = Type.Optional(Id);

export const postSend = command({
  ...onOrder,
  type: 'order.send',
  path: '/outlets/{outletId}/orders/{orderId}/send',
  summary:
    'Send to the kitchen what it has not heard of; with a course, what is unsent of that one',
  permission: 'order.send',
  body: Type.Object({ ...orderId, course: Type.Optional(Course) }, Closed),
  async decide(work, body) {
    const order = await work.read.need('order', body.orderId, '/orderId');
    insist(order, work.ifMatch, body.rev);
    const state = await sendState(work.read, order);
    return send(order, { ...state, outlet: work.outlet }, work.context, body.course);
  },
});

export const postVoid = command({
  ...onOrder,
  type: 'order.voidLine',
  path: '/outlets/{outletId}/orders/{orderId}/lines/{lineId}/void',
  summary: 'Take portions of a line back, with a reason',
  permission: 'order.voidLine',
  body: Type.Object(
    { ...orderId, lineId: Id, quantity: Quantity, reason: Reason, approvalId },
    Closed,
  ),
  async decide({ read, outlet, ifMatch, context }, body) {
    const order = await read.need('order', body.orderId, '/orderId');
    insist(order, ifMatch, body.rev);
    const approval = await namedApproval(read, body.approvalId);
    const { lineId, quantity, reason } = body;
    return voidLine(order, lineId, quantity, reason, { outlet, approval }, context);
  },
});

export const postCancel = command({
  ...onOrder,
  type: 'order.cancel',
  path: '/outlets/{outletId}/orders/{orderId}/cancel',
  summary: 'Cancel an order; the kitchen is told of all it had',
  permission: 'order.cancel',
  body: Type.Object({ ...orderId, reason: Reason, approvalId }, Closed),
  async decide({ read, outlet, ifMatch, context }, body) {
    const order = await read.need('order', body.orderId, '/orderId');
    insist(order, ifMatch, body.rev);
    const [table, approval] = await Promise.all([
      tableOf(read, order),
      namedApproval(read, body.approvalId),
    ]);
    return cancelOrder(order, table, body.reason, { outlet, approval }, context);
  },
});

export const postTransfer = command({
  ...onOrder,
  type: 'order.transfer',
  path: '/outlets/{outletId}/orders/{orderId}/transfer',
  summary: 'Take an order to another table',
  permission: 'order.transfer',
  body: Type.Object({ ...orderId, tableId: Id }, Closed),
  async decide({ read, ifMatch, context }, { orderId, tableId, rev }) {
    const order = await read.need('order', orderId, '/orderId');
    insist(order, ifMatch, rev);
    const [from, to, tickets] = await Promise.all([
      tableOf(read, order),
      read.need('table', tableId, '/tableId'),
      read.all('ticket', { index: 'byOrder', equals: [order.id] }),
    ]);
    return transfer(order, from, to, tickets, context);
  },
});

export const postMerge = command({
  ...onOrder,
  type: 'order.merge',
  path: '/outlets/{outletId}/orders/{orderId}/merge',
  summary: 'Take the lines of another open order into this one; nothing is cooked twice',
  permission: 'order.merge',
  body: Type.Object({ ...orderId, fromOrderId: Id }, Closed),
  async decide({ read, outlet, ifMatch, context }, { orderId, fromOrderId, rev }) {
    const [into, from] = await Promise.all([
      read.need('order', orderId, '/orderId'),
      read.need('order', fromOrderId, '/fromOrderId'),
    ]);
    insist(into, ifMatch, rev);
    const [intoTable, fromTable, tickets] = await Promise.all([
      tableOf(read, into),
      tableOf(read, from),
      read.all('ticket', { index: 'byOrder', equals: [from.id] }),
    ]);
    return merge(into, from, intoTable, fromTable, tickets, outlet, context);
  },
});

export const orderTickets = query({
  name: 'ticket.ofOrder',
  path: '/outlets/{outletId}/orders/{orderId}/tickets',
  summary: 'What the kitchen heard of an order, oldest first',
  reach: 'outlet',
  permission: 'ticket.read',
  limit: 'orders',
  query: Type.Object({ orderId: Id, ...paging }, Closed),
  answer: listOf(Ticket),
  async respond({ read }, { orderId, ...asked }) {
    await read.need('order', orderId);
    const body = await read.page('ticket', {
      index: 'byOrder',
      equals: [orderId],
      ...pageOf(asked),
    });
    return { body };
  },
});

export const stationTickets = query({
  name: 'ticket.ofStation',
  path: '/outlets/{outletId}/stations/{stationId}/tickets',
  summary: 'Open tickets of a station, oldest first; then those that it shows for other stations',
  reach: 'outlet',
  permission: 'ticket.read',
  limit: 'orders',
  query: Type.Object({ stationId: Id, ...paging }, Closed),
  answer: listOf(Ticket),
  async respond({ read }, { stationId, ...asked }) {
    await read.need('station', stationId);
    return { body: await onDisplays(read, stationId, pageOf(asked)) };
  },
});

/** Begins a cursor of the second list: no other cursor has a full stop. */
const ALSO = 'also.';

/** What the displays of a station show, as one list of two. */
async function onDisplays(
  read: Reader,
  stationId: string,
  { cursor, limit }: ReturnType<typeof pageOf>,
) {
  const equals = [stationId];
  const isFirst = !cursor?.startsWith(ALSO);
  const own = isFirst
    ? await read.page('ticket', { index: 'openByStation', equals, cursor, limit })
    : { data: [], nextCursor: null };
  if (own.nextCursor !== null) return own;
  const room = limit - own.data.length;
  if (room === 0) return { ...own, nextCursor: ALSO };
  const also = await read.page('ticket', {
    index: 'openByFallback',
    equals,
    cursor: (isFirst ? '' : cursor?.slice(ALSO.length)) || null,
    limit: room,
  });
  return {
    data: [...own.data, ...also.data],
    nextCursor: also.nextCursor === null ? null : ALSO + also.nextCursor,
  };
}

export const getTicket = query({
  name: 'ticket.read',
  path: '/outlets/{outletId}/tickets/{ticketId}',
  summary: 'One ticket',
  reach: 'outlet',
  permission: 'ticket.read',
  limit: 'orders',
  query: Type.Object({ ticketId: Id }, Closed),
  answer: Ticket,
  async respond({ read }, { ticketId }) {
    return { body: await read.need('ticket', ticketId) };
  },
});

function ticketStep(action: 'start' | 'ready' | 'bump' | 'recall', summary: string) {
  return command({
    type: `ticket.${action}`,
    method: 'POST',
    path: `/outlets/{outletId}/tickets/{ticketId}/${action}`,
    alsoPath: `/outlets/{outletId}/tickets/{ticketId}/items/{lineId}/${action}`,
    summary,
    reach: 'outlet',
    permission: `ticket.${action}`,
    limit: 'orders',
    body: Type.Object({ ticketId: Id, lineId: Type.Optional(Id) }, Closed),
    answer: Ticket,
    status: 200,
    socket: true,
    inTurn: ({ ticketId }) => `ticket/${ticketId}`,
    async decide(work, { ticketId, lineId }) {
      const ticket = await work.read.need('ticket', ticketId, '/ticketId');
      insist(ticket, work.ifMatch);
      return step(ticket, action, lineId ?? null, work.context);
    },
  });
}

export const startTicket = ticketStep('start', 'The kitchen begins');
export const readyTicket = ticketStep('ready', 'The kitchen is done');
export const bumpTicket = ticketStep('bump', 'Served: the ticket leaves the screen');
export const recallTicket = ticketStep('recall', 'One step back');

export const postShown = command({
  type: 'kitchen.shown',
  method: 'POST',
  path: '/outlets/{outletId}/tickets:shown',
  summary: 'A display acknowledges tickets that it has on its glass; of each the first one counts',
  reach: 'outlet',
  permission: 'kitchen.shown',
  limit: 'orders',
  body: Type.Object({ ticketIds: Type.Array(Id, { minItems: 1, maxItems: 200 }) }, Closed),
  answer: Type.Object({ ticketIds: Type.Array(Id) }, Closed),
  status: 200,
  socket: true,
  repeatable: true,
  // Tickets that nobody knows any more are passed over: one of them must not keep the others unacknowledged.
  async decide({ read, outlet, principal, context }, { ticketIds }) {
    const tickets = await read.many('ticket', ticketIds);
    return acknowledge([...tickets.values()], outlet, principal.device?.id ?? null, context);
  },
});
