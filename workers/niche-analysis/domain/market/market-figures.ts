/** All figures of a niche's market, from the pieces in which its tables are kept. */
import * as z from "zod";
import {
  aspectGroupSchema,
  competitionFiguresSchema,
  gapThemeSchema,
  keywordFiguresSchema,
  surveyFiguresSchema,
  type AspectFigures,
  type GapTheme,
  type MarketFigures,
  type MarketFiguresQuery,
  type UnderservedFigures,
} from "../../../../contracts/services/niche-market-figures.ts";
import type { MarketTable } from "../../../../contracts/services/niche-market-tables.ts";
import { aspectAssumptions, aspectMethod } from "../competition/aspects/aspects.ts";
import { gapAssumptions, gapMethod } from "../competition/gaps.ts";
import { rowsOfPiece } from "../import/market/market-pieces.ts";
import { competitionFigures } from "./competition-figures.ts";
import { keywordFigures } from "./keyword-figures.ts";
import { surveyFigures } from "./survey-figures.ts";

/** Of a table its rows, or its figures where they were computed before, both as JSON in pieces. */
export type TablePieces = { table: MarketTable } & ({ pieces: string[] } | { figures: string[] });

/** `pieces`: lists of rows as JSON; of the matrix of complaints one theme each, of the aspects one group each. */
export interface MarketPieces {
  /** The latest table of each kind. */
  tables: TablePieces[];
  gaps?: {
    tableId: string;
    texts: number;
    mentions: number;
    /** Absent of counts of before they were kept. */
    order?: { competitors: string[]; leaders: string[] } | undefined;
    pieces: string[];
    /** Absent of counts of before they were kept. */
    aspects?: string[] | undefined;
  };
}

/** Seed of every resampling: the same tables give the same figures. */
export const figuresSeed = 1;
/** Names what figures are computed with. Counted up when a figure comes out otherwise or is a new one: kept figures of before are not read any more. */
export const figuresEdition = `5-seed${figuresSeed}`;
const leaderCount = 3;

const kept = z.union([
  z.object({ keywords: keywordFiguresSchema }),
  z.object({ competition: competitionFiguresSchema }),
  z.object({ survey: surveyFiguresSchema }),
]);

/** What the tables say, and of each table whose figures were computed just now these as JSON, to be kept. Throws for pieces that are none. */
export function readMarket(
  { tables, gaps }: MarketPieces,
  assumed?: MarketFiguresQuery,
): { figures: MarketFigures; computed: { tableId: string; figures: string }[] } {
  const figures: MarketFigures = gaps ? { underserved: underserved(gaps), ...aspectsOf(gaps) } : {};
  const computed: { tableId: string; figures: string }[] = [];
  for (const one of tables) {
    if ("figures" in one) {
      Object.assign(figures, kept.parse(JSON.parse(one.figures.join(""))));
      continue;
    }
    // In the order in which they will be read again: the same bytes each time.
    const found = kept.parse(figuresOf(one.table, one.pieces, assumed));
    Object.assign(figures, found);
    computed.push({ tableId: one.table.id, figures: JSON.stringify(found) });
  }
  return { figures, computed };
}

/** As `readMarket`, of which nothing is kept. */
export function marketFigures(pieces: MarketPieces, assumed?: MarketFiguresQuery): MarketFigures {
  return readMarket(pieces, assumed).figures;
}

function figuresOf(table: MarketTable, pieces: readonly string[], assumed: MarketFiguresQuery | undefined): z.infer<typeof kept> {
  switch (table.kind) {
    case "keywords": {
      const rows = pieces.flatMap((piece) => rowsOfPiece("keywords", piece));
      return { keywords: keywordFigures(table, rows, figuresSeed, assumed) };
    }
    case "competitors": {
      const rows = pieces.flatMap((piece) => rowsOfPiece("competitors", piece));
      return { competition: competitionFigures(table, rows, figuresSeed) };
    }
    case "survey": {
      const rows = pieces.flatMap((piece) => rowsOfPiece("survey", piece));
      return { survey: surveyFigures(table, rows, figuresSeed) };
    }
  }
}

function underserved({ tableId, texts, mentions, order, pieces }: NonNullable<MarketPieces["gaps"]>): UnderservedFigures {
  const themes = pieces.map((piece) => gapThemeSchema.parse(JSON.parse(piece)));
  const { competitors, leaders } = order ?? orderBySum(themes);
  return { tableId, competitors, leaders, themes, texts, mentions, method: gapMethod, assumptions: gapAssumptions };
}

function aspectsOf({ tableId, aspects }: NonNullable<MarketPieces["gaps"]>): { aspects?: AspectFigures } {
  if (!aspects) return {};
  const groups = aspects.map((piece) => aspectGroupSchema.parse(JSON.parse(piece)));
  return { aspects: { tableId, groups, method: aspectMethod, assumptions: aspectAssumptions } };
}

/** By the sum over the themes, where who writes in several counts in each: all that counts of before the order was kept can tell. */
function orderBySum(themes: readonly GapTheme[]): { competitors: string[]; leaders: string[] } {
  const people = new Map<string, number>();
  for (const { cells } of themes)
    for (const { competitor, complaint } of cells) people.set(competitor, (people.get(competitor) ?? 0) + complaint.n);
  const competitors = [...people].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([competitor]) => competitor);
  return { competitors, leaders: competitors.slice(0, leaderCount) };
}
