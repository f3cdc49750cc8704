/** Reading what a niche keeps of its market. */
import { cursorKey, cursorKeys, encodeCursor, type PageQuery } from "../../contracts/page.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { marketTableKinds, type MarketRowsPage, type MarketTableKind } from "../../contracts/services/niche-market-tables.ts";
import { pieceRows, rowsOfPiece } from "../../workers/niche-analysis/domain/import/market/market-pieces.ts";
import type { MarketPieces } from "../../workers/niche-analysis/domain/market/market-figures.ts";
import { figuresOf } from "./kept-figures.ts";
import { marketPiecesOf } from "./market-rows.ts";
import { latestTable } from "./market-tables.ts";
import type { NicheState } from "./state.ts";

export function marketDesk(sql: SqlStorage, state: NicheState) {
  return {
    page(tableId: string, { limit, cursor }: PageQuery): Result<MarketRowsPage> {
      const table = state.marketTables.find(({ id }) => id === tableId);
      if (!table) return err("not_found", `This niche has no market table ${tableId}.`);
      const after = cursorKey(cursor, cursorKeys.position);
      if (!after.ok) return after;
      const [from] = after.value ?? [0];
      const first = Math.floor(from / pieceRows);
      const read = marketPiecesOf(sql, tableId, first, Math.ceil((from + limit) / pieceRows) - first).flatMap((piece) =>
        rowsOfPiece(table.kind, piece),
      );
      const items = read.slice(from - first * pieceRows, from - first * pieceRows + limit);
      const next = from + items.length;
      return ok({ kind: table.kind, items, ...(next < table.rows && items.length > 0 ? { nextCursor: encodeCursor([next]) } : {}) });
    },
    /** Of tables whose figures of this edition are kept, these instead of the rows; not of the kind that is to be computed `anew`. */
    pieces(edition: string, anew?: MarketTableKind): MarketPieces {
      const tables = marketTableKinds.flatMap((kind) => latestTable(state, kind) ?? []);
      const { gaps } = state;
      return {
        tables: tables.map((table) => {
          const figures = table.kind === anew ? [] : figuresOf(sql, table.id, edition);
          return figures.length > 0 ? { table, figures } : { table, pieces: marketPiecesOf(sql, table.id) };
        }),
        ...(gaps && {
          gaps: {
            tableId: gaps.tableId,
            texts: gaps.texts,
            mentions: gaps.mentions,
            order: gaps.order,
            pieces: marketPiecesOf(sql, gaps.batch),
            aspects: gaps.aspectsBatchId === undefined ? undefined : marketPiecesOf(sql, gaps.aspectsBatchId),
          },
        }),
      };
    },
  };
}
