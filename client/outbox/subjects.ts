import type { Body, SocketCommand } from '../calls.js';
import type { Documents } from '../state.js';

/** Fields of a command's body that say what it is about. */
const SUBJECTS = {
  orderId: 'order',
  fromOrderId: 'order',
  tableId: 'table',
  ticketId: 'ticket',
  billId: 'bill',
  itemId: 'item',
} as const;

/**
 * The body with an id for each thing that it makes, so that the next commands can speak of them.
 * @param before the body that this one stands in for: what it made keeps its id, by its place, since there are
 * commands that speak of it already
 */
export function named<T extends SocketCommand>(
  type: T,
  body: Body<T>,
  newId: () => string,
  before?: Body<T>,
): Body<T> {
  if (type !== 'order.create' && type !== 'order.addLines') return body;
  const given = body as Body<'order.create'> | Body<'order.addLines'>;
  const old = before as Partial<Body<'order.create'>> | undefined;
  const taken = new Set(given.lines.map(({ id }) => id));
  const lines = given.lines.map((line, at) => {
    const was = old?.lines?.[at]?.id;
    return { ...line, id: line.id ?? (was === undefined || taken.has(was) ? newId() : was) };
  });
  if (type === 'order.addLines') return { ...given, lines } as Body<T>;
  const { id = old?.id ?? newId() } = given as Body<'order.create'>;
  return { ...given, id, lines } as Body<T>;
}

/** Ids of what the command makes. */
export function makes(type: SocketCommand, body: object): string[] {
  if (type !== 'order.create' && type !== 'order.addLines') return [];
  const { id, lines } = body as { id?: string; lines: readonly { id?: string }[] };
  const made = [type === 'order.create' ? id : undefined, ...lines.map((line) => line.id)];
  return made.filter((one) => one !== undefined);
}

/**
 * What the command is about. Commands that share a subject keep their order: what happens to an order happens
 * to its table too, and a payment frees it.
 * @param known what is on the screens, what waits included
 */
export function subjectsOf(type: SocketCommand, body: object, known: Documents): string[] {
  const found = new Set<string>();
  for (const [field, kind] of Object.entries(SUBJECTS)) {
    const id = (body as Record<string, unknown>)[field];
    if (typeof id === 'string') found.add(`${kind}/${id}`);
  }
  if (type === 'order.create') {
    const { id } = body as { id?: string };
    if (id !== undefined) found.add(`order/${id}`);
  }
  for (const key of [...found]) for (const related of relatedTo(key, known)) found.add(related);
  return [...found];
}

function* relatedTo(key: string, known: Documents): Generator<string> {
  const [kind, id = ''] = key.split('/');
  const bill = kind === 'bill' ? known.bills.get(id) : undefined;
  if (bill) yield `order/${bill.orderId}`;
  const order = known.orders.get(kind === 'order' ? id : (bill?.orderId ?? ''));
  const tableId = order?.tableId ?? bill?.tableId;
  if (tableId) yield `table/${tableId}`;
}

/** Whether the body speaks of one of these ids anywhere. */
export function mentions(body: unknown, ids: ReadonlySet<string>): boolean {
  if (typeof body === 'string') return ids.has(body);
  if (typeof body !== 'object' || body === null) return false;
  return Object.values(body).some((member) => mentions(member, ids));
}
