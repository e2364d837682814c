import { setImmediate as nextTurn } from 'node:timers/promises';
import { type TSchema, Type } from '@sinclair/typebox';
import { businessDay } from '../domain/calendar.js';
import { readCsv } from '../domain/csv.js';
import { type Fault, KotdError } from '../domain/errors.js';
import { exportMenu } from '../domain/menu-file/export.js';
import { MenuImporter } from '../domain/menu-file/import.js';
import type { MenuFileState } from '../domain/menu-file/known.js';
import { Category, MenuItem } from '../domain/shapes/menu.js';
import { MenuExport, MenuImport } from '../domain/shapes/menu-file.js';
import { Closed } from '../domain/shapes/primitives.js';
import { withOutlet } from './outlet-turn.js';
import { command, type OutletWork, query } from './spec.js';
import { fitting } from './validate.js';

/** Lines of a file, its head not counted: all of them are one commit. */
export const MAX_LINES = 10_000;
/** Lines that are read before other work of the worker has its turn: about 2 ms. */
const LINES_A_TURN = 100;

const SHAPES = { item: faultsOf(MenuItem), category: faultsOf(Category) };

export const postImport = command({
  type: 'menu.import',
  method: 'POST',
  path: '/outlets/{outletId}/menu/import',
  summary: 'Read a menu from CSV: good lines are taken, bad ones told; a dry run only tells',
  reach: 'outlet',
  permission: 'menu.import',
  limit: 'other',
  body: Type.Object({ csv: Type.String(), dryRun: Type.Optional(Type.Boolean()) }, Closed),
  answer: MenuImport,
  status: 200,
  inTurn: () => 'outlet',
  async decide(work, { csv, dryRun = false }) {
    const rows = readCsv(csv);
    const head = rows.next();
    if (head.done) throw unfit('the file is empty');
    const state = await stateOf(work);
    const importer = new MenuImporter(head.value.cells, state, SHAPES, work.context);
    let lines = 0;
    for (const row of rows) {
      if (++lines > MAX_LINES) throw unfit(`more than ${MAX_LINES} lines: split the file`);
      importer.take(row);
      if (lines % LINES_A_TURN === 0) await nextTurn();
    }
    const decision = importer.decision(dryRun);
    // Names and codes must be unique after it: nobody else may add any meanwhile.
    return decision.changes([]).documents.length > 0 ? withOutlet(work.outlet, decision) : decision;
  },
});

export const getExport = query({
  name: 'menu.export',
  path: '/outlets/{outletId}/menu/export',
  summary: 'The menu as CSV, as an import reads it',
  reach: 'outlet',
  permission: 'menu.export',
  limit: 'other',
  query: Type.Object({}, Closed),
  answer: MenuExport,
  async respond(work) {
    const { outlet, context } = work;
    const day = businessDay(context.now, outlet.timeZone, outlet.dayStartsAt);
    return { body: { fileName: `menu-${day}.csv`, csv: exportMenu(await stateOf(work)) } };
  },
});

async function stateOf({ read, outlet }: OutletWork): Promise<MenuFileState> {
  const all = { index: 'all' } as const;
  const [stations, taxClasses, categories, items] = await Promise.all([
    read.all('station', all),
    read.all('taxClass', all),
    read.all('category', all),
    read.all('menuItem', all),
  ]);
  return { outlet, stations, taxClasses, categories, items };
}

/** What of a value does not fit a schema. */
function faultsOf(schema: TSchema): (value: unknown) => readonly Fault[] {
  const fit = fitting(schema);
  return (value) => {
    try {
      fit(value);
      return [];
    } catch (error) {
      if (error instanceof KotdError) return error.errors;
      throw error;
    }
  };
}

function unfit(message: string): KotdError {
  return new KotdError('invalid', { errors: [{ pointer: '/csv', message }] });
}
