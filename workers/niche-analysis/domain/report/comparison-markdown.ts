/** Niches side by side as a document: their order, how settled it is, what would change it, and what is known of each. */
import type { Comparison, NicheProfile, RankingChanges } from "../../../../contracts/services/niche-comparison.ts";
import type { Factor } from "../../../../contracts/services/niche-opportunity.ts";
import { percent, score, withInterval } from "./figures.ts";
import { plainMarkdown, tableRow } from "./markdown-text.ts";

const changesShown = 12;

/** Markdown in GitHub's dialect; depends on the comparison alone. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { ranked, topRecommendation, recommendations, order, changes, profiles = [], weighting, method } = comparison;
  const nameOf = new Map(ranked.map(({ nicheId, name }) => [nicheId, plainMarkdown(name)]));
  const lines = [
    "# Comparison of niches",
    "",
    ...(topRecommendation === null ? ["Nothing to compare."] : [plainMarkdown(topRecommendation)]),
    "",
    tableRow(["Rank", "Niche", "Score", "Between", "Band", "Comes first", "Predecessor"]),
    tableRow(["---:", "---", "---:", "---", "---", "---:", "---:"]),
    ...ranked.map(({ rank, name, score: value, low, high, band, first, compatibleScore }) =>
      tableRow([
        String(rank),
        plainMarkdown(name),
        score(value),
        `${score(low)} and ${score(high)}`,
        spoken(band ?? "not settled"),
        first === undefined ? "" : percent(first),
        compatibleScore === undefined ? "" : score(compatibleScore),
      ]),
    ),
    "",
    ...(weighting ? [`Weights: ${weighting.source}, version ${weighting.version}.`] : []),
    ...(method === undefined ? [] : [plainMarkdown(method)]),
    ...(order
      ? ["", plainMarkdown(`${order.method}; ${order.samples} outcomes, seed ${order.seed}. ${(order.assumptions ?? []).join("; ")}.`)]
      : []),
    ...(changes ? changeLines(changes, nameOf) : []),
    ...(profiles.length > 0 ? sideBySide(profiles) : []),
    ...(recommendations.length > 0 ? ["", "## Recommendations", "", ...recommendations.map((one) => `- ${plainMarkdown(one)}`)] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function changeLines({ weights, factors, method }: RankingChanges, nameOf: ReadonlyMap<string, string>): string[] {
  const flips = weights.filter(({ flipAt }) => flipAt !== null);
  const possible = factors.filter((one) => one.possible).slice(0, changesShown);
  return [
    "",
    "## What would change the first place",
    "",
    ...(flips.length === 0 ? ["No weight of a single factor does."] : []),
    ...flips.map(
      ({ criterion, weight, flipAt, overtakenBy }) =>
        `- ${spoken(criterion)} counting ${percent(flipAt ?? 0)} instead of ${percent(weight)}: ${nameOf.get(overtakenBy ?? "") ?? ""} comes first.`,
    ),
    ...(possible.length === 0 ? ["- Nothing that is unknown or assumed does by itself."] : []),
    ...possible.map(({ nicheId, factor, value, flipAt, effect, levels }) => {
      const level = levels.length > 0 ? `if it is ${levels.join(" or ")}` : "";
      const at = flipAt === null ? "" : `at ${score(flipAt)} instead of ${score(value)}`;
      return `- ${nameOf.get(nicheId) ?? ""} ${effect} the first place by its ${spoken(factor)} ${[at, level].filter((one) => one !== "").join(", ")}.`;
    }),
    "",
    plainMarkdown(method),
  ];
}

function sideBySide(profiles: readonly NicheProfile[]): string[] {
  const row = (head: string, cell: (profile: NicheProfile) => string) => tableRow([head, ...profiles.map(cell)]);
  const names = profiles[0]?.factors.map(({ name }) => name) ?? [];
  return [
    "",
    "## Side by side",
    "",
    row("", ({ name }) => plainMarkdown(name)),
    tableRow(["---", ...profiles.map(() => "---")]),
    row("Texts", ({ evidenceCount }) => String(evidenceCount)),
    row("People", ({ people }) => (people ? `${people.count} ${people.unit}` : "unknown")),
    row("Themes", ({ themes }) => themes.map(({ label, share }) => `${plainMarkdown(label)} ${withInterval(share)}`).join("; ")),
    row("Complain", ({ complaint }) => (complaint ? withInterval(complaint) : "unknown")),
    row("Demand", ({ demand }) => (demand ? demandWords(demand) : "unknown")),
    row("Market size", ({ market }) => `${market.marketSize}${market.marketSize === "unknown" ? "" : " (assumed)"}`),
    row("Growth", ({ market }) => `${market.growthRate}${market.growthRate === "unknown" ? "" : " (assumed)"}`),
    row("Competition", ({ market }) => `${market.competition}${market.competition === "unknown" ? "" : " (assumed)"}`),
    ...names.map((name) => row(spoken(name), ({ factors }) => factorWords(factors.find((one) => one.name === name)))),
    row("Unknown", ({ standing }) =>
      standing.unknown.length === 0
        ? "nothing"
        : `${standing.unknown.map(({ factor }) => spoken(factor)).join(", ")}: ±${score(standing.width / 2)}`,
    ),
  ];
}

function demandWords({ class: kind, n, unit, slope }: NonNullable<NicheProfile["demand"]>): string {
  const change = slope ? `; ${slope.value.toFixed(2)} a month (${slope.low.toFixed(2)} to ${slope.high.toFixed(2)})` : "";
  return `${kind.replace("-", " ")}${change}; ${n} ${unit}`;
}

function factorWords(factor: Factor | undefined): string {
  if (!factor) return "";
  const { score: value, low, high, basis } = factor;
  return basis === "unknown" ? `unknown: ${score(low)} to ${score(high)}` : `${score(value)} (${score(low)} to ${score(high)}; ${basis})`;
}

function spoken(name: string): string {
  return name.replaceAll("_", " ");
}
