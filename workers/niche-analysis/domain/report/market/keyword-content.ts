/** What is searched for, in a report: how much, whether it grows, and how hard it is to be found. */
import type { KeywordFigures, MarketEstimate } from "../../../../../contracts/services/niche-market-figures.ts";
import type { Block, Inline } from "../blocks.ts";
import { amount, assumed, between, change, plural } from "../figures.ts";
import { reachParts, searchDemandBlocks, searchMethods, searchWords, type SearchDemand } from "./search-content.ts";
import type { Notes } from "../notes.ts";

const shown = 10;

export function keywordBlocks(figures: KeywordFigures, fileName: string, notes: Notes): Block[] {
  const { tableId, n, volume, reach, months, difficulty, difficultyBy, calibration, difficultyMethod, top } = figures;
  const note = (key: string, about: string, { rows, rowCount }: MarketEstimate) =>
    notes.table(`keywords ${key}`, about, { tableId, fileName, rows, total: rowCount });
  const demandNote = ({ keywords, growth, method }: NonNullable<KeywordFigures["months"]>, demand: SearchDemand) =>
    notes.table("keywords demand", [method, searchMethods(demand)].filter((part) => part !== "").join("; "), {
      tableId,
      fileName,
      rows: growth?.rows ?? [],
      total: growth?.rowCount ?? keywords,
    });
  const lines: Inline[][] = [];
  if (volume)
    lines.push([
      { strong: amount(volume.value) },
      ` searches a month together (${between(volume.low, volume.high, amount)}; ${volume.n} of ${plural(n, "keyword")})`,
      note("volume", `searches a month: ${volume.method}`, volume),
      `. ${assumed(volume.assumptions)}`,
    ]);
  if (reach) lines.push(reachParts(reach, notes.stated("keywords reach", reach.method)));
  const demand = months?.demand;
  if (months?.growth) {
    const { growth } = months;
    const season = demand && !["rising", "falling"].includes(demand.class) ? `, their season in it: ${searchWords[demand.class]}` : "";
    lines.push([
      `Searches change by ${change(growth.value)} a month (${between(growth.low, growth.high, change)}; ${plural(growth.n, "month")} from ${months.from}, ${plural(months.keywords, "keyword")})${season}`,
      note("growth", growth.method, growth),
      `. ${assumed(growth.assumptions)}`,
    ]);
  }
  if (difficulty)
    lines.push([
      `Difficulty of the middle keyword ${amount(difficulty.value)} of 100 (${between(difficulty.low, difficulty.high, amount)}; ${difficultyBy.export} from the export, ${difficultyBy.proxy} by proxy, ${difficultyBy.unknown} unknown)`,
      note("difficulty", `${difficulty.method}; ${difficultyMethod}`, difficulty),
      `. ${assumed(difficulty.assumptions)}`,
    ]);
  if (calibration)
    lines.push([
      `The proxy orders the ${plural(calibration.n, "keyword")} with both with a rank correlation of ${calibration.rho.toFixed(2)} (${between(calibration.low, calibration.high, (value) => value.toFixed(2))}).`,
    ]);
  return [
    { kind: "heading", level: 3, text: "Searches" },
    ...(lines.length === 0
      ? [{ kind: "paragraph" as const, parts: [`${plural(n, "keyword")}; no row says how much they are searched or how hard they are.`] }]
      : []),
    ...lines.map((parts): Block => ({ kind: "paragraph", parts })),
    ...(months && demand ? searchDemandBlocks(demand, demandNote(months, demand)) : []),
    {
      kind: "table",
      header: ["Keyword", "Searches a month", "Difficulty", "From", "Row"],
      numbers: [1, 2, 4],
      widths: [0.4, 0.2, 0.14, 0.16, 0.1],
      rows: top
        .slice(0, shown)
        .map(({ row, keyword, volume: own, difficulty: hard, basis }) => [
          [keyword],
          [own === undefined ? "unknown" : amount(own)],
          [hard === undefined ? "unknown" : amount(hard)],
          [basis === "export" ? "the export" : basis],
          [String(row)],
        ]),
    },
  ];
}
