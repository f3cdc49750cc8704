/** What people wrote, as Markdown that shows it and does nothing else. */

/** One line; everything that Markdown or HTML would take for its own is escaped. */
export function plainMarkdown(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.replaceAll(/[\\`*_{}[\]<>()#+!|~&$=:@-]/g, (sign) => `\\${sign}`).replace(/^(\d+)\./, String.raw`$1\.`);
}

/** A row of a table. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
