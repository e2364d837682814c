import { inUse, refuseFrozen } from './archive.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import { KotdError } from './errors.js';
import { refuseTakenName } from './names.js';
import type { NewTable, Table, TableChange } from './shapes/organization.js';

/** @throws name_taken */
export function addTable(
  { name, section = null, seats = null, ...onPlan }: NewTable,
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
    ...onPlan,
  };
  return written('table.created', table, context);
}

/**
 * Changes what comes with it, whoever sits there; only a free table can be archived.
 * @param otherNames of the other tables that are in use
 * @throws archived, name_taken, table_busy with the `orderId` that holds it
 */
export function changeTable(
  table: Table,
  change: TableChange,
  otherNames: Iterable<string>,
  context: Context,
): Decision<Table> {
  refuseFrozen(table, change);
  const changed = { ...table, ...change, rev: table.rev + 1 };
  if (inUse(changed)) refuseTakenName(changed.name, otherNames);
  else refuseBusy(table);
  return written('table.changed', changed, context);
}

function written(type: string, table: Table, context: Context): Decision<Table> {
  return decided({
    documents: [{ collection: 'table', value: table }],
    events: [happened(type, { table }, context)],
    result: table,
  });
}

/**
 * The table with the order's guests at it.
 * @throws table_busy with the `orderId` that holds it, archived
 */
export function seated(table: Table, orderId: string): Table {
  refuseBusy(table);
  if (table.archived) throw new KotdError('archived');
  return { ...table, rev: table.rev + 1, state: 'busy', orderId };
}

function refuseBusy({ orderId }: Table): void {
  if (orderId !== null) throw new KotdError('table_busy', { extra: { orderId } });
}

/** The table with nobody at it. */
export function freed(table: Table): Table {
  return { ...table, rev: table.rev + 1, state: 'free', orderId: null };
}

/** The table freed of this order; null when it has none, or has since gone to another order. */
export function leftBy(orderId: string, table: Table | null): Table | null {
  return table?.orderId === orderId ? freed(table) : null;
}
