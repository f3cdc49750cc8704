/** How the figures are shown: each beside its bar. */
import { met, type Figure } from "../../../bench/figures.ts";

export function lineOf(figure: Figure): string {
  const { name, value, unit, baseline, ratio, bar } = figure;
  const parts = [`${short(value)} ${unit}`.trimEnd()];
  if (baseline && ratio !== undefined) parts.push(`${short(ratio)} × ${baseline.name}`);
  if (bar) parts.push(`bar ${"atLeast" in bar ? `≥ ${short(bar.atLeast)}` : `≤ ${short(bar.atMost)}`} ${met(figure) ? "held" : "MISSED"}`);
  return `  ${name}: ${parts.join(", ")}`;
}

/** `24 of 24 bars held`, and which were missed. */
export function summaryOf(figures: readonly Figure[]): string {
  const judged = figures.filter(({ bar }) => bar !== undefined);
  const missed = judged.filter((figure) => !met(figure));
  const which = missed.length === 0 ? "" : `; missed: ${missed.map(({ name }) => name).join("; ")}`;
  return `inference faults: ${judged.length - missed.length} of ${judged.length} bars held${which}`;
}

function short(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}
