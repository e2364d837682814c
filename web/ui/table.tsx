import type { ComponentChildren } from 'preact';
import './table.css';

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ComponentChildren;
  /** `end` for figures. */
  align?: 'start' | 'end';
}

export interface TableProps<Row> {
  /** What it is a table of, for those who listen. */
  caption: string;
  /** The first one names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** A last row below all, a cell for each column. */
  foot?: readonly ComponentChildren[];
}

/** Rows of the same kind. A narrow screen scrolls it sideways, and the page stays. */
export function Table<Row>({ caption, columns, rows, keyOf, foot }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too
    <section class="table-frame" tabIndex={0} aria-label={caption}>
      <table class="table">
        <thead>
          <tr>
            {columns.map(({ head, align }) => (
              <th key={head} scope="col" data-align={align}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ head, cell, align }, at) =>
                at === 0 ? (
                  <th key={head} scope="row" data-align={align}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={head} data-align={align}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {foot && (
          <tfoot>
            <tr>
              {foot.map((cell, at) => (
                <td key={columns[at]?.head} data-align={columns[at]?.align}>
                  {cell}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}
