import { inUse, refuseFrozen, refuseUsed } from './archive.js';
import { usedBy } from './category.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import { refuseTakenName } from './names.js';
import type { MenuItem, NewTaxClass, TaxClass, TaxClassChange } from './shapes/menu.js';

/** @throws name_taken */
export function addTaxClass(
  { name, rate, inclusive, hsn = null }: NewTaxClass,
  existingNames: Iterable<string>,
  context: Context,
): Decision<TaxClass> {
  refuseTakenName(name, existingNames);
  const taxClass: TaxClass = { id: context.newId(), rev: 1, name, rate, inclusive, hsn };
  return written('menu.taxClassCreated', taxClass, context);
}

export interface TaxClassState {
  /** Names of the other tax classes that are in use. */
  names: Iterable<string>;
  /** All items of the outlet. */
  items: Iterable<MenuItem>;
}

/**
 * Changes what comes with it, for lines that are ordered from now on: those that were keep the rate they
 * were ordered at.
 * @throws archived, name_taken, in_use
 */
export function changeTaxClass(
  taxClass: TaxClass,
  change: TaxClassChange,
  { names, items }: TaxClassState,
  context: Context,
): Decision<TaxClass> {
  refuseFrozen(taxClass, change);
  const changed = { ...taxClass, ...change, rev: taxClass.rev + 1 };
  if (inUse(changed)) refuseTakenName(changed.name, names);
  else refuseUsed(usedBy(items, ({ taxClassId }) => taxClassId === taxClass.id));
  return written('menu.taxClassChanged', changed, context);
}

function written(type: string, taxClass: TaxClass, context: Context): Decision<TaxClass> {
  return decided({
    documents: [{ collection: 'taxClass', value: taxClass }],
    events: [happened(type, { taxClass }, context)],
    result: taxClass,
  });
}
