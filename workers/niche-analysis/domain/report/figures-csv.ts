/** Every figure of a report as a row of a table: value, interval, counts, method with its source, what stands behind it and what was assumed. */
import type { ReportInput } from "./content.ts";
import { table } from "./csv-report.ts";
import { demandRows } from "./figure-rows/demand-rows.ts";
import type { Figure } from "./figure-rows/figure.ts";
import { marketRows } from "./figure-rows/market-rows.ts";
import { opportunityRows } from "./figure-rows/opportunity-rows.ts";
import { segmentRows } from "./figure-rows/segment-rows.ts";
import { findingRows, themeRows } from "./figure-rows/theme-rows.ts";
import { Origins, type Cited } from "./origins.ts";

const columns = [
  "about",
  "id",
  "label",
  "figure",
  "value",
  "low",
  "high",
  "level",
  "count",
  "n",
  "unit",
  "basis",
  "method",
  "source",
  "evidence_total",
  "evidence",
  "table",
  "table_rows_total",
  "table_rows",
  "assumptions",
  "quote",
] as const;

/** Texts named in a cell: a spreadsheet's cell holds 32,767 characters. */
const mostNamed = 500;

/** With the beginning of the first text behind each figure. */
export function figuresFile(input: ReportInput): { named: string[]; written: (evidence: readonly Cited[]) => string } {
  const rows = figuresOf(input);
  const named = [...new Set(rows.flatMap(({ texts }) => texts?.ids.slice(0, 1) ?? []))];
  return {
    named,
    written: (evidence) => {
      const origins = new Origins(evidence);
      return table(
        columns,
        rows.map((row) => cellsOf(row, origins)),
      );
    },
  };
}

function figuresOf({ niche, themes, segments, figures }: ReportInput): Figure[] {
  const { id, name: label, opportunity, demand, finding } = niche;
  return [
    ...(opportunity ? opportunityRows(opportunity, { id, label }) : []),
    ...(finding ? findingRows(finding, { id, label }) : []),
    ...(demand ? demandRows(demand, { about: "niche", id, label }) : []),
    ...marketRows(niche, figures, { id, label }),
    ...themes.flatMap((theme) => themeRows(theme, finding?.unit)),
    ...segmentRows(segments),
  ];
}

function cellsOf(
  { texts, rows, assumptions, low, high, count, n, basis, ...figure }: Figure,
  origins: Origins,
): Record<(typeof columns)[number], string | number> {
  const first = texts?.ids[0];
  return {
    ...figure,
    low: low ?? "",
    high: high ?? "",
    count: count ?? "",
    n: n ?? "",
    basis: basis ?? "",
    evidence_total: texts?.total ?? "",
    evidence: texts?.ids.slice(0, mostNamed).join(" ") ?? "",
    quote: first === undefined ? "" : origins.of(first).quote,
    table: rows?.tableId ?? "",
    table_rows_total: rows?.total ?? "",
    table_rows: rows?.rows.slice(0, mostNamed).join(" ") ?? "",
    assumptions: assumptions.join("; "),
  };
}
