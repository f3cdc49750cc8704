/** What is known of each compared niche, a column each, with notes to texts and rows. */
import { formatWholeMoney } from "../../../../contracts/money.ts";
import type { KeptNicheFigures, NicheProfile } from "../../../../contracts/services/niche-comparison.ts";
import type { Factor } from "../../../../contracts/services/niche-opportunity.ts";
import type { Block, Inlines } from "./blocks.ts";
import { amount, between, change, countOf, percent, plural, score, tenths, withInterval } from "./figures.ts";
import { levelCell } from "./level-cell.ts";
import type { Notes } from "./notes.ts";

/** Columns that a page has room for. */
const besides = 3;
const unknown: Inlines = ["unknown"];

interface Row {
  head: string;
  /** `notes`: as far as they speak of that niche. */
  cell: (profile: NicheProfile, notes: Notes) => Inlines;
}

export function sideBySide(profiles: readonly NicheProfile[], notes: Notes): Block[] {
  const rows = rowsWith(profiles[0]?.factors.map(({ name }) => name) ?? []);
  const groups = Array.from({ length: Math.ceil(profiles.length / besides) }, (_, i) => profiles.slice(i * besides, (i + 1) * besides));
  return [
    { kind: "heading", level: 2, text: "Side by side" },
    ...groups.map((some): Block => ({
      kind: "table",
      header: ["", ...some.map(({ name }) => name)],
      numbers: [],
      widths: [0.19, ...some.map(() => 0.81 / some.length)],
      rows: rows.map(({ head, cell }) => [[head], ...some.map((profile) => cell(profile, notes.of(profile.nicheId)))]),
    })),
  ];
}

function rowsWith(factors: readonly Factor["name"][]): Row[] {
  return [
    { head: "Texts", cell: ({ evidenceCount }) => [String(evidenceCount)] },
    { head: "People", cell: ({ people }) => (people ? [countOf(people.count, people.unit)] : unknown) },
    {
      head: "Themes",
      cell: ({ nicheId, themes }, notes) =>
        themes.length === 0
          ? unknown
          : themes.flatMap(({ id, label, share, size, evidenceIds }, i) => [
              `${i === 0 ? "" : "; "}${label} ${withInterval(share)}`,
              notes.claim(`theme ${nicheId} ${id}`, `${label}: ${plural(size, "text")}, the most telling`, evidenceIds, size),
            ]),
    },
    {
      head: "Complain",
      cell: ({ nicheId, name, complaint, factors: own }, notes) => {
        const evidence = own.find((factor) => factor.evidence !== undefined)?.evidence;
        if (!complaint) return unknown;
        if (!evidence) return [withInterval(complaint)];
        const about = `${name}: ${evidence.complaints} of ${plural(evidence.texts, "text")} in themes complain, the strongest`;
        return [withInterval(complaint), notes.claim(`complaint ${nicheId}`, about, evidence.evidenceIds, evidence.complaints)];
      },
    },
    {
      head: "Demand",
      cell: ({ nicheId, name, demand }, notes) => demandCell(demand, { nicheId, name }, notes),
    },
    ...(["total", "serviceable", "obtainable"] as const).map((part): Row => ({
      head: { total: "TAM a year", serviceable: "SAM a year", obtainable: "SOM a year" }[part],
      cell: ({ nicheId, name, figures: { size } }, notes) =>
        size ? [spread(size, part), notes.stated(`size ${nicheId}`, `${name}: ${size.method}; ${size.assumptions.join("; ")}`)] : unknown,
    })),
    {
      head: "Concentration (HHI)",
      cell: ({ nicheId, name, figures: { concentration: one } }, notes) =>
        one
          ? [
              `${amount(one.index)} (${between(one.low, one.high, amount)}; ${plural(one.n, "competitor")}), ${one.band}`,
              notes.table(`concentration ${nicheId}`, `${name}: ${one.method}; ${one.assumptions.join("; ")}`, tableOf(one)),
            ]
          : unknown,
    },
    {
      head: "Served worst",
      cell: ({ nicheId, name, figures: { worstServed: one } }, notes) =>
        one
          ? [
              `${one.theme}: of ${one.competitor} ${withInterval(one.complaint)} complain${one.underserved ? "" : ", not beyond doubt"}`,
              notes.claim(
                `gap ${nicheId}`,
                `${name}: ${one.competitor} in ${one.theme}, complaints first; ${one.method}`,
                one.evidenceIds,
                one.texts,
              ),
            ]
          : unknown,
    },
    {
      head: "First in the survey",
      cell: ({ nicheId, name, figures: { outcome: one } }, notes) =>
        one
          ? [
              `${one.outcome}: ${tenths(one.score)} of 20 (${between(one.low, one.high, tenths)}; ${plural(one.n, "respondent")}), first in ${percent(one.first)}`,
              notes.table(`survey ${nicheId}`, `${name}: ${one.method}; ${one.assumptions.join("; ")}`, tableOf(one)),
            ]
          : unknown,
    },
    { head: "Market size", cell: (profile, notes) => levelCell(profile, "market_size", notes) },
    { head: "Growth", cell: (profile, notes) => levelCell(profile, "growth_rate", notes) },
    { head: "Competition", cell: (profile, notes) => levelCell(profile, "competition", notes) },
    { head: "Monetization", cell: (profile, notes) => levelCell(profile, "monetization_potential", notes) },
    ...factors.map((name): Row => ({
      head: spoken(name),
      cell: ({ factors: own }) => [factorWords(own.find((one) => one.name === name))],
    })),
    {
      head: "Unknown",
      cell: ({ standing }) => [
        standing.unknown.length === 0
          ? "nothing"
          : `${standing.unknown.map(({ factor, open }) => `${spoken(factor)}${open ? " (open)" : ""}`).join(", ")}: ±${score(standing.width / 2)}`,
      ],
    },
  ];
}

function demandCell(demand: NicheProfile["demand"], { nicheId, name }: Pick<NicheProfile, "nicheId" | "name">, notes: Notes): Inlines {
  if (!demand) return unknown;
  const { class: kind, n, unit, slope, growth, texts, evidenceIds = [], assumptions = [] } = demand;
  const line = [
    kind.replace("-", " "),
    slope && `${slope.value.toFixed(2)} a month (${slope.low.toFixed(2)} to ${slope.high.toFixed(2)})`,
    growth && `growth ${change(growth.value)} a month (${between(growth.low, growth.high, change)})`,
    countOf(n, unit),
  ].filter((one) => one !== undefined);
  const methods = [slope?.method, growth?.method].filter((one) => one !== undefined);
  const about = [`${name}: ${countOf(n, unit)} in whole months`, ...methods, ...assumptions.map((one) => `assumed: ${one}`)].join("; ");
  return [line.join("; "), notes.claim(`demand ${nicheId}`, about, evidenceIds, texts ?? 0)];
}

function spread(size: NonNullable<KeptNicheFigures["size"]>, part: "total" | "serviceable" | "obtainable"): string {
  const money = (minor: number) => formatWholeMoney({ minor, currency: size.currency });
  const { p10, p50, p90 } = size[part];
  return `${money(p50)} (eight times in ten ${money(p10)} to ${money(p90)})`;
}

function tableOf({ tableId, fileName, rows, rowCount }: { tableId: string; fileName: string; rows: readonly number[]; rowCount: number }) {
  return { tableId, fileName, rows, total: rowCount };
}

function factorWords(factor: Factor | undefined): string {
  if (!factor) return "";
  const { score: value, low, high, basis } = factor;
  return basis === "unknown" ? `unknown: ${score(low)} to ${score(high)}` : `${score(value)} (${score(low)} to ${score(high)}; ${basis})`;
}

export function spoken(name: string): string {
  return name.replaceAll("_", " ");
}
