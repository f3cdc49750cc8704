/** The market of a niche in its report: its size, who serves it and how badly, what is searched for and asked of a survey, and the tables that say so. */
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import type { MarketFigures } from "../../../../contracts/services/niche-market-figures.ts";
import type { Block } from "./blocks.ts";
import { aspectBlocks } from "./market/aspect-content.ts";
import { competitionBlocks } from "./market/competition-content.ts";
import { gapBlocks } from "./market/gap-content.ts";
import { keywordBlocks } from "./market/keyword-content.ts";
import { sizeBlocks } from "./market/size-content.ts";
import { surveyBlocks } from "./market/survey-content.ts";
import type { Notes } from "./notes.ts";
import { plural } from "./figures.ts";

export type NicheMarket = Pick<NicheDetail, "marketSize" | "marketTables">;

/** Nothing without a size or a table. */
export function marketBlocks({ marketSize, marketTables = [] }: NicheMarket, figures: MarketFigures, notes: Notes): Block[] {
  if (!marketSize && marketTables.length === 0) return [];
  const { keywords, competition, survey, underserved, aspects } = figures;
  const fileOf = (tableId: string) => fileNameOf(marketTables, tableId);
  const items = marketTables.map(({ id, kind, fileName, rows, read }) => [
    `${kind}: ${rows} of ${plural(read, "row")} of ${fileName} (${id})`,
  ]);
  return [
    { kind: "heading", level: 2, text: "Market" },
    ...(marketSize ? sizeBlocks(marketSize, notes) : []),
    ...(competition ? competitionBlocks(competition, fileOf(competition.tableId), notes) : []),
    ...(underserved ? gapBlocks(underserved, notes) : []),
    ...(aspects ? aspectBlocks(aspects, notes) : []),
    ...(survey ? surveyBlocks(survey, fileOf(survey.tableId), notes) : []),
    ...(keywords ? keywordBlocks(keywords, fileOf(keywords.tableId), notes) : []),
    ...(items.length > 0
      ? [
          { kind: "heading" as const, level: 3 as const, text: "Tables of the market" },
          { kind: "list" as const, items },
        ]
      : []),
  ];
}

export function fileNameOf(tables: NonNullable<NicheMarket["marketTables"]>, tableId: string): string {
  return tables.find(({ id }) => id === tableId)?.fileName ?? "a table";
}
