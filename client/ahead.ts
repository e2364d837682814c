import type { Context, Decision } from '../src/domain/decision.js';
import { notFound } from '../src/domain/errors.js';
import { type KitchenAction, step } from '../src/domain/kitchen.js';
import { addLines, changeLine } from '../src/domain/lines.js';
import { merge, transfer } from '../src/domain/move.js';
import { changeOrder, createOrder } from '../src/domain/order.js';
import { send } from '../src/domain/send.js';
import { cancelOrder, voidLine } from '../src/domain/void.js';
import type { Order } from '../src/domain/shapes/order.js';
import type { Outlet, Table } from '../src/domain/shapes/organization.js';
import type { Body, SocketCommand } from './calls.js';
import type { Catalog } from './catalog.js';
import type { Kind, Kinds } from './state.js';

/** The documents that a command is run on ahead of the server. */
export interface Ahead {
  readonly catalog: Catalog;
  find<K extends Kind>(kind: K, id: string): Kinds[K] | undefined;
  all<K extends Kind>(kind: K): Iterable<Kinds[K]>;
}

/** What a command would do. @throws KotdError as the server would refuse it */
export type Rule<B = unknown> = (world: Ahead, body: B, context: Context) => Decision<unknown>;

/**
 * What each command would do, by the very rules that the server goes by. Money is not among them: a bill and
 * its number are only ever what the server says.
 */
const RULES: { [T in SocketCommand]?: Rule<Body<T>> } = {
  'order.create': (world, body, context) => {
    const table = body.tableId === undefined ? null : (world.find('tables', body.tableId) ?? null);
    const taken = body.id === undefined ? null : (world.find('orders', body.id) ?? null);
    return createOrder(body, { ...menuOf(world), table, taken }, context);
  },
  'order.change': (world, { orderId, rev: _, ...change }, context) =>
    changeOrder(orderOf(world, orderId), change, context),
  'order.addLines': (world, { orderId, lines }, context) =>
    addLines(orderOf(world, orderId), lines, menuOf(world), context),
  'order.changeLine': (world, { orderId, lineId, rev: _, ...change }, context) =>
    changeLine(orderOf(world, orderId), lineId, change, menuOf(world), context),
  'order.send': (world, { orderId, course }, context) => {
    const order = orderOf(world, orderId);
    return send(order, { ...menuOf(world), table: tableOf(world, order) }, context, course);
  },
  'order.voidLine': (world, { orderId, lineId, quantity, reason }, context) =>
    voidLine(orderOf(world, orderId), lineId, quantity, reason, menuOf(world), context),
  'order.cancel': (world, { orderId, reason }, context) => {
    const order = orderOf(world, orderId);
    return cancelOrder(order, tableOf(world, order), reason, menuOf(world), context);
  },
  'order.transfer': (world, { orderId, tableId }, context) => {
    const order = orderOf(world, orderId);
    const to = world.find('tables', tableId);
    if (!to) throw notFound('/tableId');
    return transfer(order, tableOf(world, order), to, ticketsOf(world, order), context);
  },
  'order.merge': (world, { orderId, fromOrderId }, context) => {
    const [into, from] = [orderOf(world, orderId), orderOf(world, fromOrderId)];
    const [intoTable, fromTable] = [tableOf(world, into), tableOf(world, from)];
    const { outlet } = menuOf(world);
    return merge(into, from, intoTable, fromTable, ticketsOf(world, from), outlet, context);
  },
  'ticket.start': stepped('start'),
  'ticket.ready': stepped('ready'),
  'ticket.bump': stepped('bump'),
  'ticket.recall': stepped('recall'),
};

/** By the type of a command, which fits its body: the outbox has seen to that. */
export const AHEAD = RULES as { readonly [type: string]: Rule | undefined };

function stepped(action: KitchenAction): Rule<Body<`ticket.${KitchenAction}`>> {
  return (world, { ticketId, lineId }, context) => {
    const ticket = world.find('tickets', ticketId);
    if (!ticket) throw notFound('/ticketId');
    return step(ticket, action, lineId ?? null, context);
  };
}

/** @throws not_found while the outlet and its menu were never read */
function menuOf({ catalog }: Ahead): { outlet: Outlet } & Pick<Catalog, 'items' | 'taxClasses'> {
  const { outlet, items, taxClasses } = catalog;
  if (!outlet) throw notFound();
  return { outlet, items, taxClasses };
}

function orderOf(world: Ahead, id: string): Order {
  const order = world.find('orders', id);
  if (!order) throw notFound('/orderId');
  return order;
}

function tableOf(world: Ahead, { tableId }: Order): Table | null {
  return tableId === null ? null : (world.find('tables', tableId) ?? null);
}

function ticketsOf(world: Ahead, { id }: Order): Kinds['tickets'][] {
  return [...world.all('tickets')].filter(({ orderId }) => orderId === id);
}
