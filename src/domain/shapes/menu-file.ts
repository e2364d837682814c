import { type Static, Type } from '@sinclair/typebox';
import { Closed, Count } from './primitives.js';

/** What came, or would come, of one line of a menu file. */
export const ImportedLine = Type.Object(
  {
    /** Of the file; its head is line 1. */
    line: Type.Integer({ minimum: 1 }),
    name: Type.String(),
    action: Type.Union([
      Type.Literal('created'),
      Type.Literal('changed'),
      Type.Literal('unchanged'),
      Type.Literal('refused'),
    ]),
    problems: Type.Array(
      Type.Object({ column: Type.String(), code: Type.String(), message: Type.String() }, Closed),
    ),
  },
  Closed,
);
export type ImportedLine = Static<typeof ImportedLine>;
export type ImportAction = ImportedLine['action'];

/** What came, or would come, of each line of a menu file. */
export const MenuImport = Type.Object(
  {
    dryRun: Type.Boolean(),
    lines: Type.Array(ImportedLine),
    totals: Type.Object(
      { lines: Count, created: Count, changed: Count, unchanged: Count, refused: Count },
      Closed,
    ),
    newCategories: Type.Array(Type.String()),
    ignoredColumns: Type.Array(Type.String()),
  },
  Closed,
);
export type MenuImport = Static<typeof MenuImport>;

/** A menu as a file that can be read in again. */
export const MenuExport = Type.Object({ fileName: Type.String(), csv: Type.String() }, Closed);
export type MenuExport = Static<typeof MenuExport>;
