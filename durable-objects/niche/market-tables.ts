/** Rules of a niche about the tables of its market. Pure. */
import * as z from "zod";
import { err, ok, type Result } from "../../contracts/result.ts";
import { maxMarketTables, type MarketTable, type MarketTableKind } from "../../contracts/services/niche-market-tables.ts";
import type { Decision, DecisionContext, NewEffect } from "../kernel/types.ts";
import type { NicheCommand } from "./commands.ts";
import { happened, type NicheEvent } from "./events.ts";
import { scoredAnew } from "./scoring.ts";
import { evolve, type NicheState } from "./state.ts";

type Decided = Result<Decision<NicheEvent>>;
type Of<Type extends NicheCommand["type"]> = Extract<NicheCommand, { type: Type }>;

/** The table that figures of its kind are of. */
export function latestTable({ marketTables }: Pick<NicheState, "marketTables">, kind: MarketTableKind): MarketTable | undefined {
  return marketTables.findLast((table) => table.kind === kind);
}

/** The same rows again are the same table: it becomes the latest, under its new file name. */
export function importTable(state: NicheState, { table }: Of<"import-table">, context: DecisionContext): Decided {
  const known = state.marketTables.some(({ id }) => id === table.id);
  if (!known && state.marketTables.length >= maxMarketTables)
    return err("conflict", `A niche keeps at most ${maxMarketTables} market tables. Remove one first.`);
  return followed(state, happened("market-table.imported", { table, importedBy: context.principal.id }), context, table);
}

export function removeTable(state: NicheState, { tableId }: Of<"remove-table">, context: DecisionContext): Decided {
  if (!state.marketTables.some(({ id }) => id === tableId)) return err("not_found", `This niche has no market table ${tableId}.`);
  return followed(state, happened("market-table.removed", { tableId, removedBy: context.principal.id }), context, { id: tableId });
}

/** What an overtaken count found changes nothing. */
export function matched(state: NicheState, { matching, data }: Of<"matched">, context: DecisionContext): Decided {
  return ok({ events: matching === state.matchings ? withScore(state, happened("competitors.matched", data), context) : [] });
}

export function sizeMarket(state: NicheState, { kept }: Of<"size-market">, context: DecisionContext): Decided {
  const sized = happened("market.sized", { ...kept, sizedBy: context.principal.id });
  return ok({ events: withScore(state, sized, context), value: kept });
}

/** The event, and the score where it changes that. */
function withScore(state: NicheState, event: NicheEvent, { now }: DecisionContext): NicheEvent[] {
  return [event, ...scoredAnew(evolve(state, event, { time: now }))];
}

function followed(state: NicheState, event: NicheEvent, context: DecisionContext, value: unknown): Decided {
  const next = evolve(state, event, { time: context.now });
  return ok({ events: withScore(state, event, context), effects: next.matchings === state.matchings ? [] : matchEffects(next), value });
}

export const matchInputSchema = z.object({ matching: z.int(), tableId: z.string(), themesBatch: z.string() });

/** Counts who complains of which competitor, once there are themes and competitors. */
export function matchEffects(state: NicheState): NewEffect[] {
  const { themesBatch, themes, matchings } = state;
  const table = latestTable(state, "competitors");
  if (!table || themesBatch === undefined || themes.length === 0) return [];
  const input: z.infer<typeof matchInputSchema> = { matching: matchings, tableId: table.id, themesBatch };
  return [{ id: `match:${matchings}`, type: "match", input }];
}

/** True while a count is to come. */
export function isMatching(state: NicheState): boolean {
  return state.gaps === undefined && matchEffects(state).length > 0;
}
