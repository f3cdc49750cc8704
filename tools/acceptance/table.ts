/** Figures as lines of text, each beside its bar. */
import { met, type Figure } from "../../bench/figures.ts";

/** One line a figure: a mark, the name, the value, what it is compared with, the bar. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.bar === undefined ? " " : met(figure) ? "✓" : "✗",
    figure.name,
    `${short(figure.value)} ${figure.unit}`.trimEnd(),
    figure.bar === undefined ? "" : "atLeast" in figure.bar ? `≥ ${short(figure.bar.atLeast)}` : `≤ ${short(figure.bar.atMost)}`,
    figure.baseline ? `${figure.baseline.name}: ${short(figure.baseline.value)}` : "",
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}
