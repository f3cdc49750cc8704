/** Rows of a market table in pieces, as they are kept and carried: lists as JSON. */
import * as z from "zod";
import { marketRowSchemas, type MarketRow, type MarketTableKind } from "../../../../../contracts/services/niche-market-tables.ts";

/** Rows of one piece: the piece of a row is known from its place. */
export const pieceRows = 100;

export function marketPieces(rows: readonly MarketRow[]): string[] {
  return Array.from({ length: Math.ceil(rows.length / pieceRows) }, (_, i) =>
    JSON.stringify(rows.slice(i * pieceRows, (i + 1) * pieceRows)),
  );
}

/** The rows of a piece. Throws for what is none. */
export function rowsOfPiece<Kind extends MarketTableKind>(kind: Kind, piece: string): z.infer<(typeof marketRowSchemas)[Kind]>[] {
  // The schema of a kind gives the rows of that kind, which the compiler cannot follow through a generic.
  return z.array(marketRowSchemas[kind] as unknown as z.ZodType<z.infer<(typeof marketRowSchemas)[Kind]>>).parse(JSON.parse(piece));
}
