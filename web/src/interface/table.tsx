/** Tables: real ones, with a caption for screen readers, that scroll sideways on narrow screens. */
import type { ReactNode } from "react";

export interface Column<Row> {
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** `number`: right-aligned, digits in columns. */
  kind?: "text" | "number";
  /** True: names the row for screen readers. */
  heads?: boolean;
  className?: string;
  /** How the rows stand by this column, where its heading can be pressed to order them. */
  sort?: "ascending" | "descending" | "none";
  onSort?: () => void;
}

const arrows = { ascending: "▲", descending: "▼", none: "" } as const;

interface TableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
}

export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <div className="relative overflow-x-auto rounded-xl border border-line bg-surface" tabIndex={0} role="group" aria-label={caption}>
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="bg-raised text-left text-muted">
          <tr>
            {columns.map((column, index) => (
              <th
                key={index}
                scope="col"
                aria-sort={column.sort}
                className={`px-3 py-2 font-medium whitespace-nowrap ${column.kind === "number" ? "text-right" : ""}`}
              >
                {column.onSort ? <SortButton column={column} /> : column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-t border-line align-top">
              {columns.map((column, index) => (
                <Cell key={index} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A heading that is a sentence: it takes several lines instead of widening its column. */
export function LongHeading({ children }: { children: ReactNode }) {
  return <span className="inline-block w-28 align-bottom whitespace-normal wrap-anywhere">{children}</span>;
}

function SortButton<Row>({ column: { header, sort = "none", onSort } }: { column: Column<Row> }) {
  return (
    <button type="button" onClick={onSort} className="min-h-8 font-medium underline-offset-4 hover:underline">
      {header}{" "}
      <span aria-hidden="true" className="inline-block w-3">
        {arrows[sort]}
      </span>
    </button>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const look = `px-3 py-2.5 ${column.kind === "number" ? "text-right tabular-nums whitespace-nowrap" : ""} ${column.className ?? ""}`;
  return column.heads === true ? (
    <th scope="row" className={`${look} text-left font-medium`}>
      {column.cell(row)}
    </th>
  ) : (
    <td className={look}>{column.cell(row)}</td>
  );
}
