import { Type } from '@sinclair/typebox';
import { cancelBill, issueBill } from '../domain/bill.js';
import { payBill } from '../domain/payment.js';
import { printBill } from '../domain/print.js';
import { planSend } from '../domain/send.js';
import { Bill, BillPrint, BillStatus, NewPayment } from '../domain/shapes/bill.js';
import { Closed, Day, Id, Reason, Rev } from '../domain/shapes/primitives.js';
import { namedApproval } from './approvals.js';
import { insist } from './insist.js';
import { listOf, pageOf, paging } from './lists.js';
import { orderTurn, sendState, tableOf } from './order-state.js';
import { command, query } from './spec.js';

export const postBill = command({
  type: 'order.bill',
  method: 'POST',
  path: '/outlets/{outletId}/orders/{orderId}/bill',
  summary: 'Issue the tax invoice; the order takes no lines after it',
  reach: 'outlet',
  permission: 'order.bill',
  limit: 'orders',
  body: Type.Object(
    { orderId: Id, send: Type.Optional(Type.Boolean()), rev: Type.Optional(Rev) },
    Closed,
  ),
  answer: Bill,
  status: 201,
  socket: true,
  inTurn: orderTurn,
  async decide({ read, outlet, ifMatch, context }, { orderId, send, rev }) {
    const order = await read.need('order', orderId, '/orderId');
    insist(order, ifMatch, rev);
    const state = await sendState(read, order);
    const plan =
      send && order.status === 'open' ? planSend(order, { ...state, outlet }, context) : null;
    return issueBill(order, outlet, state.table, plan, context);
  },
});

export const postPayment = command({
  type: 'bill.pay',
  method: 'POST',
  path: '/outlets/{outletId}/bills/{billId}/payments',
  summary: 'Take a payment; the last one closes the order and frees the table',
  reach: 'outlet',
  permission: 'bill.pay',
  limit: 'orders',
  body: Type.Composite([Type.Object({ billId: Id }), NewPayment], Closed),
  answer: Bill,
  status: 200,
  socket: true,
  inTurn: ({ billId }) => `bill/${billId}`,
  async decide({ read, ifMatch, context }, { billId, ...payment }) {
    const bill = await read.need('bill', billId, '/billId');
    insist(bill, ifMatch);
    const order = await read.need('order', bill.orderId);
    return payBill(bill, order, await tableOf(read, order), payment, context);
  },
});

export const postBillCancel = command({
  type: 'bill.cancel',
  method: 'POST',
  path: '/outlets/{outletId}/bills/{billId}/cancel',
  summary: 'Take back an unpaid bill; its number stays used and the order opens again',
  reach: 'outlet',
  permission: 'bill.cancel',
  limit: 'orders',
  body: Type.Object({ billId: Id, reason: Reason, approvalId: Type.Optional(Id) }, Closed),
  answer: Bill,
  status: 200,
  socket: true,
  inTurn: ({ billId }) => `bill/${billId}`,
  async decide({ read, outlet, ifMatch, context }, { billId, reason, approvalId }) {
    const bill = await read.need('bill', billId, '/billId');
    insist(bill, ifMatch);
    const [order, approval] = await Promise.all([
      read.need('order', bill.orderId),
      namedApproval(read, approvalId),
    ]);
    return cancelBill(bill, order, reason, { outlet, approval }, context);
  },
});

export const postPrint = command({
  type: 'bill.print',
  method: 'POST',
  path: '/outlets/{outletId}/bills/{billId}/prints',
  summary: 'Count a paper of a bill; its copy is 1, or it is a duplicate',
  reach: 'outlet',
  permission: 'bill.print',
  limit: 'orders',
  body: Type.Object({ billId: Id }, Closed),
  answer: BillPrint,
  status: 201,
  socket: true,
  inTurn: ({ billId }) => `bill/${billId}`,
  async decide({ read, outlet, principal, context }, { billId }) {
    const bill = await read.need('bill', billId, '/billId');
    const newest = { ...printsOf(billId), reverse: true, limit: 1 };
    const [last] = (await read.page('billPrint', newest)).data;
    const deviceId = principal.device?.id ?? null;
    return printBill(bill, { printed: last?.copy ?? 0, outletId: outlet.id, deviceId }, context);
  },
});

export const listPrints = query({
  name: 'bill.listPrints',
  path: '/outlets/{outletId}/bills/{billId}/prints',
  summary: 'The papers of a bill: who printed which copy, when, and on which device',
  reach: 'outlet',
  permission: 'bill.read',
  limit: 'orders',
  query: Type.Object({ billId: Id, ...paging }, Closed),
  answer: listOf(BillPrint),
  async respond({ read }, { billId, ...asked }) {
    await read.need('bill', billId);
    return { body: await read.page('billPrint', { ...printsOf(billId), ...pageOf(asked) }) };
  },
});

function printsOf(billId: string) {
  return { index: 'byBill', equals: [billId] } as const;
}

export const listBills = query({
  name: 'bill.list',
  path: '/outlets/{outletId}/bills',
  summary: 'Bills in the order of issue; of a business day, or of a status',
  reach: 'outlet',
  permission: 'bill.read',
  limit: 'orders',
  query: Type.Object(
    { date: Type.Optional(Day), status: Type.Optional(BillStatus), ...paging },
    Closed,
  ),
  answer: listOf(Bill),
  async respond({ read }, { date, status, ...asked }) {
    const page = pageOf(asked);
    if (date && status) {
      return {
        body: await read.page('bill', { index: 'byDayAndStatus', equals: [date, status], ...page }),
      };
    }
    if (date) return { body: await read.page('bill', { index: 'byDay', equals: [date], ...page }) };
    if (status) {
      return { body: await read.page('bill', { index: 'byStatus', equals: [status], ...page }) };
    }
    return { body: await read.page('bill', { index: 'byCreation', ...page }) };
  },
});

export const getBill = query({
  name: 'bill.read',
  path: '/outlets/{outletId}/bills/{billId}',
  summary: 'One bill',
  reach: 'outlet',
  permission: 'bill.read',
  limit: 'orders',
  query: Type.Object({ billId: Id }, Closed),
  answer: Bill,
  async respond({ read }, { billId }) {
    return { body: await read.need('bill', billId) };
  },
});
