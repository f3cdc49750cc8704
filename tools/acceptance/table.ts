/** Figures as lines of text, each beside its bar. */
import { met, type Figure } from "../../bench/figures.ts";

export interface JudgedFigure extends Figure {
  /** Shown as reached or missed, and decides nothing. */
  aim?: boolean;
}

/** True when everything that decides was measured, at least one figure, and reached. */
export function passed(figures: readonly JudgedFigure[], missing: readonly string[]): boolean {
  const { bars, reached } = countOf(figures, false);
  return missing.length === 0 && bars > 0 && reached === bars;
}

/** One line: how many bars were reached, and which corpora are not in `data`. */
export function summary(figures: readonly JudgedFigure[], missing: readonly string[], data: string): string {
  const [deciding, aims] = [countOf(figures, false), countOf(figures, true)];
  return [
    `${deciding.reached} of ${deciding.bars} bars reached`,
    ...(aims.bars > 0 ? [`${aims.reached} of ${aims.bars} aims`] : []),
    ...(missing.length > 0 ? [`NOT TRIED, since ${data} lacks it: ${missing.join(", ")}`] : []),
  ].join("; ");
}

function countOf(figures: readonly JudgedFigure[], aims: boolean): { bars: number; reached: number } {
  const judged = figures.filter(({ bar, aim = false }) => bar !== undefined && aim === aims);
  return { bars: judged.length, reached: judged.filter((figure) => met(figure)).length };
}

/** One line a figure: a mark, the name, the value, what it is compared with, the bar. */
export function figureTable(figures: readonly JudgedFigure[]): string {
  const rows = figures.map((figure) => [
    figure.bar === undefined ? " " : met(figure) ? "✓" : "✗",
    figure.name,
    `${short(figure.value)} ${figure.unit}`.trimEnd(),
    `${figure.aim === true ? "aim " : ""}${barOf(figure)}`,
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

function barOf({ bar }: Figure): string {
  if (bar === undefined) return "";
  return "atLeast" in bar ? `≥ ${short(bar.atLeast)}` : `≤ ${short(bar.atMost)}`;
}

function short(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) < 0.001 ? value.toExponential(1) : value.toFixed(3);
}
