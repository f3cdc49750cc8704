/** What events of the market make of a niche's state. Pure. */
import type { NicheEvent } from "./events.ts";
import type { NicheState } from "./state.ts";

type MarketEvent = Extract<NicheEvent, { type: "market-table.imported" | "market-table.removed" | "competitors.matched" | "market.sized" }>;

export function marketChange(state: NicheState, event: MarketEvent): Partial<NicheState> {
  switch (event.type) {
    case "market-table.imported": {
      const { table } = event.data;
      const marketTables = [...without(state, table.id), table];
      return { marketTables, ...(table.kind === "competitors" ? countingAnew(state) : {}) };
    }
    case "market-table.removed": {
      const removed = state.marketTables.find(({ id }) => id === event.data.tableId);
      return { marketTables: without(state, event.data.tableId), ...(removed?.kind === "competitors" ? countingAnew(state) : {}) };
    }
    case "competitors.matched": {
      const { tableId, batchId, texts, mentions, order, aspectsBatchId, competition } = event.data;
      const kept = { ...(order && { order }), ...(aspectsBatchId !== undefined && { aspectsBatchId }) };
      return { gaps: { tableId, batch: batchId, texts, mentions, ...kept }, competition };
    }
    case "market.sized": {
      const { request, size } = event.data;
      return { marketSize: { request, size } };
    }
  }
}

function without({ marketTables }: NicheState, tableId: string) {
  return marketTables.filter(({ id }) => id !== tableId);
}

function countingAnew({ matchings }: NicheState): Partial<NicheState> {
  return { matchings: matchings + 1, gaps: undefined, competition: undefined };
}
