/** All figures of a niche's market, from the pieces in which its tables are kept. */
import { gapThemeSchema, type MarketFigures, type UnderservedFigures } from "../../../../contracts/services/niche-market-figures.ts";
import type { MarketTable } from "../../../../contracts/services/niche-market-tables.ts";
import { gapAssumptions, gapMethod } from "../competition/gaps.ts";
import { rowsOfPiece } from "../import/market/market-pieces.ts";
import { competitionFigures } from "./competition-figures.ts";
import { keywordFigures } from "./keyword-figures.ts";
import { surveyFigures } from "./survey-figures.ts";

/** `pieces`: lists of rows as JSON; of the matrix of complaints one theme each. */
export interface MarketPieces {
  /** The latest table of each kind. */
  tables: { table: MarketTable; pieces: string[] }[];
  gaps?: { tableId: string; texts: number; mentions: number; pieces: string[] };
}

/** Seed of every resampling: the same tables give the same figures. */
const seed = 1;
const leaderCount = 3;

/** Throws for pieces that are none. */
export function marketFigures({ tables, gaps }: MarketPieces): MarketFigures {
  const figures: MarketFigures = {};
  for (const { table, pieces } of tables) {
    switch (table.kind) {
      case "keywords":
        figures.keywords = keywordFigures(
          table,
          pieces.flatMap((piece) => rowsOfPiece("keywords", piece)),
          seed,
        );
        break;
      case "competitors":
        figures.competition = competitionFigures(
          table,
          pieces.flatMap((piece) => rowsOfPiece("competitors", piece)),
          seed,
        );
        break;
      case "survey":
        figures.survey = surveyFigures(
          table,
          pieces.flatMap((piece) => rowsOfPiece("survey", piece)),
          seed,
        );
    }
  }
  if (gaps) figures.underserved = underserved(gaps);
  return figures;
}

function underserved({ tableId, texts, mentions, pieces }: NonNullable<MarketPieces["gaps"]>): UnderservedFigures {
  const themes = pieces.map((piece) => gapThemeSchema.parse(JSON.parse(piece)));
  const people = new Map<string, number>();
  for (const { cells } of themes)
    for (const { competitor, complaint } of cells) people.set(competitor, (people.get(competitor) ?? 0) + complaint.n);
  const competitors = [...people].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([competitor]) => competitor);
  return {
    tableId,
    competitors,
    leaders: competitors.slice(0, leaderCount),
    themes,
    texts,
    mentions,
    method: gapMethod,
    assumptions: gapAssumptions,
  };
}
