/** Niches side by side as a document: their order, how settled it is, what would change it, and what is known of each, with notes. */
import type { Comparison, Order, RankingChanges } from "../../../../contracts/services/niche-comparison.ts";
import type { Block, ReportContent } from "./blocks.ts";
import { percent, plural, score } from "./figures.ts";
import { Notes } from "./notes.ts";
import { sideBySide, spoken } from "./side-by-side-content.ts";

const changesShown = 12;
/** Columns of chances that a page has room for. */
const columnsShown = 6;

/** Depends on the comparison alone. */
export function comparisonContent(comparison: Comparison): ReportContent {
  const { ranked, topRecommendation, recommendations, order, changes, profiles = [], weighting, method } = comparison;
  const notes = new Notes();
  const nameOf = new Map(ranked.map(({ nicheId, name }) => [nicheId, name]));
  const title = "Comparison of niches";
  const blocks: Block[] = [
    { kind: "heading", level: 1, text: title },
    { kind: "paragraph", parts: [topRecommendation ?? "Nothing to compare."] },
    ...(ranked.length > 0 ? [orderTable(comparison, notes)] : []),
    ...(weighting ? [{ kind: "paragraph" as const, parts: [`Weights: ${weighting.source}, version ${weighting.version}.`] }] : []),
    ...(method === undefined ? [] : [{ kind: "paragraph" as const, parts: [method] }]),
    ...(changes ? changeBlocks(changes, nameOf) : []),
    ...(profiles.length > 0 ? sideBySide(profiles, notes) : []),
    ...(order ? orderBlocks(order, ranked) : []),
    ...(recommendations.length > 0
      ? [
          { kind: "heading" as const, level: 2 as const, text: "Recommendations" },
          { kind: "list" as const, items: recommendations.map((one) => [one]) },
        ]
      : []),
  ];
  return { title, state: `${plural(ranked.length, "niche")}: ${ranked.map(({ name }) => name).join(", ")}`, blocks, notes: notes.list() };
}

function orderTable({ ranked, profiles = [] }: Comparison, notes: Notes): Block {
  return {
    kind: "table",
    header: ["Rank", "Niche", "Score", "Between", "Band", "Comes first", "Predecessor"],
    numbers: [0, 2, 5, 6],
    widths: [0.07, 0.27, 0.09, 0.17, 0.14, 0.13, 0.13],
    rows: ranked.map(({ nicheId, rank, name, score: value, low, high, band, first, compatibleScore }) => {
      const evidence = profiles
        .find((profile) => profile.nicheId === nicheId)
        ?.factors.find((factor) => factor.evidence !== undefined)?.evidence;
      const about = `${name}: the part of the score that texts stand behind is the severity of its problems; ${evidence?.complaints} of ${plural(evidence?.texts ?? 0, "text")} complain, the strongest`;
      return [
        [String(rank)],
        [name],
        [
          score(value),
          ...(evidence ? [notes.of(nicheId).claim(`score ${nicheId}`, about, evidence.evidenceIds, evidence.complaints)] : []),
        ],
        [`${score(low)} and ${score(high)}`],
        [spoken(band ?? "not settled")],
        [first === undefined ? "" : percent(first)],
        [compatibleScore === undefined ? "" : score(compatibleScore)],
      ];
    }),
  };
}

function changeBlocks({ weights, factors, method }: RankingChanges, nameOf: ReadonlyMap<string, string>): Block[] {
  const flips = weights.filter(({ flipAt }) => flipAt !== null);
  const possible = factors.filter((one) => one.possible).slice(0, changesShown);
  const items = [
    ...(flips.length === 0 ? ["No weight of a single factor does."] : []),
    ...flips.map(
      ({ criterion, weight, flipAt, overtakenBy }) =>
        `${spoken(criterion)} counting ${percent(flipAt ?? 0)} instead of ${percent(weight)}: ${nameOf.get(overtakenBy ?? "") ?? ""} comes first.`,
    ),
    ...(possible.length === 0 ? ["Nothing that is unknown or assumed does by itself."] : []),
    ...possible.map(({ nicheId, factor, value, flipAt, effect, levels }) => {
      const level = levels.length > 0 ? `if it is ${levels.join(" or ")}` : "";
      const at = flipAt === null ? "" : `at ${score(flipAt)} instead of ${score(value)}`;
      return `${nameOf.get(nicheId) ?? ""} ${effect} the first place by its ${spoken(factor)} ${[at, level].filter((one) => one !== "").join(", ")}.`;
    }),
  ];
  return [
    { kind: "heading", level: 2, text: "What would change the first place" },
    { kind: "list", items: items.map((one) => [one]) },
    { kind: "paragraph", parts: [method] },
  ];
}

function orderBlocks(order: Order, ranked: Comparison["ranked"]): Block[] {
  const { stated, aroundWeights, anyWeights, method, samples, seed, assumptions = [] } = order;
  const views = [
    { by: "these weights", chances: stated },
    ...(aroundWeights ? [{ by: "weights around these", chances: aroundWeights }] : []),
    { by: "any weights", chances: anyWeights },
  ];
  const names = ranked.map(({ name }) => name);
  const firsts: Block = {
    kind: "table",
    header: ["Niche", ...views.map(({ by }) => `First by ${by}`)],
    numbers: views.map((_, i) => i + 1),
    widths: [0.4, ...views.map(() => 0.6 / views.length)],
    rows: names.map((name, i) => [[name], ...views.map(({ chances }) => [percent(chances.ranks[i]?.[0] ?? 0)])]),
  };
  return [
    { kind: "heading", level: 2, text: "How settled is the order" },
    firsts,
    ...views.flatMap(({ by, chances: { ranks, above } }): Block[] => [
      { kind: "heading", level: 3, text: `By ${by}` },
      ...chanceTables(
        "Chance of rank",
        names.map((_, rank) => String(rank + 1)),
        names,
        (i, rank) => ranks[i]?.[rank],
      ),
      ...chanceTables("Scores higher than", names, names, (i, j) => (i === j ? undefined : above[i]?.[j])),
    ]),
    { kind: "paragraph", parts: [`${method}; ${samples} outcomes, seed ${seed}. Assumed: ${assumptions.join("; ")}.`] },
  ];
}

/** A row a niche; columns side by side as far as a page has room, and further tables below. */
function chanceTables(
  head: string,
  columns: readonly string[],
  names: readonly string[],
  chance: (row: number, column: number) => number | undefined,
): Block[] {
  return Array.from({ length: Math.ceil(columns.length / columnsShown) }, (_, table): Block => {
    const from = table * columnsShown;
    const some = columns.slice(from, from + columnsShown);
    return {
      kind: "table",
      header: [head, ...some],
      numbers: some.map((__, i) => i + 1),
      widths: [0.28, ...some.map(() => 0.72 / some.length)],
      rows: names.map((name, row) => [
        [name],
        ...some.map((__, i) => {
          const share = chance(row, from + i);
          return [share === undefined ? "–" : percent(share)];
        }),
      ]),
    };
  });
}
