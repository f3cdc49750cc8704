/** Every figure of a report as a row of a table: value, interval, counts, method, and texts that stand behind it. */
import type { Demand } from "../../../../contracts/services/niche-demand.ts";
import type { Proportion } from "../../../../contracts/services/niche-figures.ts";
import type { Opportunity } from "../../../../contracts/services/niche-opportunity.ts";
import type { Segments } from "../../../../contracts/services/niche-segments.ts";
import type { Theme, ThemeFinding } from "../../../../contracts/services/niche-themes.ts";
import type { ReportInput } from "./content.ts";
import { table } from "./csv-report.ts";

const columns = [
  "about",
  "id",
  "label",
  "figure",
  "value",
  "low",
  "high",
  "count",
  "n",
  "unit",
  "basis",
  "method",
  "evidence_total",
  "evidence",
] as const;
type Row = Partial<Record<(typeof columns)[number], string | number>>;

/** Texts named in a cell: a spreadsheet's cell holds 32,767 characters. */
const mostNamed = 500;

export function figuresCsv({ niche, themes, segments }: ReportInput): string {
  const { id, name: label, opportunity, demand, finding } = niche;
  const rows: Row[] = [
    ...(opportunity ? opportunityRows(opportunity, { id, label }) : []),
    ...(finding ? findingRows(finding, { id, label }) : []),
    ...(demand ? demandRows(demand, { about: "niche", id, label }) : []),
    ...themes.flatMap(themeRows),
    ...segmentRows(segments),
  ];
  const empty = Object.fromEntries(columns.map((column) => [column, ""])) as Record<(typeof columns)[number], string>;
  return table(
    columns,
    rows.map((row) => ({ ...empty, ...row })),
  );
}

function opportunityRows({ score, low, high, method, factors }: Opportunity, about: Row): Row[] {
  return [
    { about: "niche", ...about, figure: "opportunity", value: score, low, high, unit: "0 to 1", method },
    ...factors.map(({ name, score: value, low: least, high: most, weight, basis, explanation, evidence }): Row => ({
      about: "factor",
      ...about,
      id: name,
      figure: `factor, weight ${weight}`,
      value,
      low: least,
      high: most,
      unit: "0 to 1",
      basis,
      method: evidence ? `${explanation} ${evidence.method}, ${evidence.samples} resamples` : explanation,
      ...(evidence && { count: evidence.complaints, n: evidence.texts, ...behind(evidence.evidenceIds, evidence.complaints) }),
    })),
  ];
}

function findingRows({ complaint, silhouette, silhouetteTexts, method }: ThemeFinding, about: Row): Row[] {
  return [
    { about: "niche", ...about, figure: "complaint", ...proportion(complaint), unit: "texts" },
    {
      about: "niche",
      ...about,
      figure: "silhouette",
      value: silhouette,
      ...(silhouetteTexts !== undefined && { n: silhouetteTexts }),
      unit: "-1 to 1",
      method,
    },
  ];
}

function demandRows({ class: kind, n, unit, trend, velocity }: Demand, about: Row): Row[] {
  return [
    { ...about, figure: "demand", value: kind, n, unit, ...(trend && { method: `${trend.method}, p ${trend.p}` }) },
    ...(trend ? [{ ...about, figure: "demand, change a year", ...trend.yearly, n, unit, method: trend.method }] : []),
    ...(velocity
      ? [
          {
            ...about,
            figure: "demand, latest quarter",
            value: velocity.ratio ?? "",
            low: velocity.low,
            high: velocity.high ?? "",
            n: velocity.recent.count + velocity.before.count,
            unit,
            method: velocity.method,
          },
        ]
      : []),
  ];
}

function themeRows(theme: Theme): Row[] {
  const {
    id,
    label,
    share,
    complaint,
    intensity,
    severity,
    sureness,
    stability,
    outcome,
    needs = [],
    demand,
    evidenceIds,
    complaining,
    size,
  } = theme;
  const about = { about: "theme", id, label };
  const complaints = complaining ? placed(evidenceIds, complaining) : [];
  return [
    { ...about, figure: "share", ...proportion(share), unit: "people", ...behind(evidenceIds, size) },
    { ...about, figure: "complaint", ...proportion(complaint), unit: "texts", ...behind(complaints, complaint.count) },
    {
      ...about,
      figure: "intensity",
      value: intensity,
      ...(sureness && { low: sureness.intensity.low, high: sureness.intensity.high, method: sureness.method }),
      n: complaint.count,
      unit: "0 to 1",
    },
    {
      ...about,
      figure: "severity",
      value: severity,
      n: size,
      ...(sureness && {
        basis: sureness.near ? `near ${sureness.near}` : "clear",
        method: `${sureness.method}, ${sureness.samples} resamples`,
      }),
    },
    ...(stability === undefined
      ? []
      : [
          {
            ...about,
            figure: "stability",
            value: stability,
            n: size,
            unit: "0 to 1",
            method: "mean largest Jaccard similarity under resampling (Hennig 2007)",
          },
        ]),
    ...(outcome
      ? [
          {
            ...about,
            figure: "opportunity from texts",
            value: outcome.score,
            low: outcome.low,
            high: outcome.high,
            n: outcome.n,
            unit: "0 to 20",
            basis: outcome.grade,
            method: outcome.method,
          },
        ]
      : []),
    ...needs.map(({ kind, share: own, places = [] }): Row => ({
      ...about,
      figure: `need: ${kind}`,
      ...proportion(own),
      unit: "texts",
      ...behind(placed(evidenceIds, places), own.count),
    })),
    ...(demand ? demandRows(demand, about) : []),
  ];
}

function segmentRows({ segments, method }: Segments): Row[] {
  return segments.flatMap(({ id, label, share, themes }) => [
    { about: "segment", id, label, figure: "people", ...proportion(share), unit: "people" },
    ...themes.flatMap((theme): Row[] => {
      const { themeId, label: of, share: own, others, lift, adjustedP, difference, evidenceIds, texts } = theme;
      const about = { about: "segment", id, label };
      return [
        {
          ...about,
          figure: `share in ${themeId} (${of})`,
          ...proportion(own),
          unit: "people",
          basis: difference,
          ...behind(evidenceIds, texts),
        },
        { ...about, figure: `others' share in ${themeId} (${of})`, ...proportion(others), unit: "people" },
        {
          ...about,
          figure: `lift in ${themeId} (${of}), adjusted p ${adjustedP}`,
          value: lift.value ?? "",
          low: lift.low,
          high: lift.high ?? "",
          n: own.n + others.n,
          unit: "ratio",
          basis: difference,
          method,
        },
      ];
    }),
  ]);
}

function proportion({ value, low, high, count, n, method }: Proportion): Row {
  return { value, low, high, count, n, method };
}

function behind(ids: readonly string[], total: number): Row {
  return { evidence_total: total, evidence: ids.slice(0, mostNamed).join(" ") };
}

function placed(ids: readonly string[], places: readonly number[]): string[] {
  return places.flatMap((place) => ids[place] ?? []);
}
