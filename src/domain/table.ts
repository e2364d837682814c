import { type Context, type Decision, decided, happened } from './decision.js';
import { KotdError } from './errors.js';
import { refuseTakenName } from './names.js';
import type { NewTable, Table } from './shapes/organization.js';

/** @throws name_taken */
export function addTable(
  { name, section = null, seats = null }: NewTable,
  existingNames: Iterable<string>,
  context: Context,
): Decision<Table> {
  refuseTakenName(name, existingNames);
  const table: Table = {
    id: context.newId(),
    rev: 1,
    name,
    section,
    seats,
    state: 'free',
    orderId: null,
  };
  return decided({
    documents: [{ collection: 'table', value: table }],
    events: [happened('table.created', { table }, context)],
    result: table,
  });
}

/**
 * The table with the order's guests at it.
 * @throws table_busy with the `orderId` that holds it
 */
export function seated(table: Table, orderId: string): Table {
  if (table.orderId !== null) {
    throw new KotdError('table_busy', { extra: { orderId: table.orderId } });
  }
  return { ...table, rev: table.rev + 1, state: 'busy', orderId };
}

/** The table with nobody at it. */
export function freed(table: Table): Table {
  return { ...table, rev: table.rev + 1, state: 'free', orderId: null };
}

/** The table freed of this order; null when it has none, or has since gone to another order. */
export function leftBy(orderId: string, table: Table | null): Table | null {
  return table?.orderId === orderId ? freed(table) : null;
}
