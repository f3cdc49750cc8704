/** Answers as people read them. */

type Row = Record<string, unknown>;

/** A table of `columns`, or for one thing its fields line by line. Nested values are JSON. */
export function shown(value: unknown, columns?: readonly string[]): string {
  if (value === undefined) return "done";
  const items = (value as { items?: unknown }).items;
  if (Array.isArray(items)) return table(items as Row[], columns ?? Object.keys((items[0] as Row | undefined) ?? {}));
  if (typeof value !== "object" || value === null) return cell(value);
  const width = Math.max(...Object.keys(value).map((name) => name.length));
  return Object.entries(value)
    .map(([name, field]) => `${name.padEnd(width)}  ${cell(field)}`)
    .join("\n");
}

function table(rows: readonly Row[], columns: readonly string[]): string {
  if (rows.length === 0) return "nothing there yet";
  const lines = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** What a terminal would take for a command is left out. */
function cell(value: unknown): string {
  const text = typeof value === "string" ? value : value === null || value === undefined ? "" : JSON.stringify(value);
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, " ");
}
