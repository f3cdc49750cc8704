import { describe, expect, it } from "vitest";
import { schemaOf } from "../../contracts/events/index.ts";
import type { Result } from "../../contracts/result.ts";
import { maxMarketTables, type MarketTable, type MarketTableKind } from "../../contracts/services/niche-market-tables.ts";
import { given as givenAny } from "../kernel/given.ts";
import type { Decision } from "../kernel/types.ts";
import { writeFigures } from "./kept-figures.ts";
import { marketDesk } from "./market-desk.ts";
import { writeMarketPieces } from "./market-rows.ts";
import { nicheDecider } from "./decider.ts";
import { happened, type NicheEvent } from "./events.ts";
import { nicheFork } from "./fork.ts";
import { analysed, created, finding, imported, model, scoreWith, started, theme } from "./testing/histories.ts";
import { nicheStorage } from "./testing/sql.ts";
import { unknownMarket } from "../../contracts/services/niche-analysis.ts";
import { sizeConcentration } from "../../workers/niche-analysis/domain/competition/size-concentration.ts";
import { competitionReading } from "../../workers/niche-analysis/domain/opportunity/levels/competition.ts";
import { marketSize } from "../../workers/niche-analysis/domain/sizing/market-size.ts";
import { marketSizeExample } from "../../workers/niche-analysis/market-size-routes.ts";
import type { NicheState } from "./state.ts";

const given = (...history: NicheEvent[]) => givenAny(nicheDecider, history);

function tableOf(n: number, kind: MarketTableKind = "competitors", rows = 2): MarketTable {
  const id = `mtb_${String(n).padStart(32, "0")}`;
  const read = { read: rows, kept: rows, droppedBy: {}, dropped: [], ignoredCells: 0, rows };
  return { id, kind, fileName: "t.csv", encoding: "utf-8", preambleLines: 0, columns: { found: [], used: {} }, ...read, sourceDigest: "" };
}
const kept = (n: number, kind?: MarketTableKind) => happened("market-table.imported", { table: tableOf(n, kind), importedBy: "usr_1" });
const removed = (n: number) => happened("market-table.removed", { tableId: tableOf(n).id, removedBy: "usr_1" });
const counted = (n: number) =>
  happened("competitors.matched", { tableId: tableOf(n).id, themesBatch: "themes-1", batchId: "gaps", texts: 9, mentions: 3 });

const rivals = Array.from({ length: 20 }, (_, row) => ({ row, name: `Rival ${row}`, share: 0.05 }));
const factorOf = ({ opportunity }: Pick<NicheState, "opportunity">, name: string) => opportunity?.factors.find((one) => one.name === name);

/** The events and effect ids of a decision; its code when it was refused. */
function outcome(decided: Result<Decision<NicheEvent>>) {
  if (!decided.ok) return decided.error.code;
  const { events, effects = [] } = decided.value;
  expect(events.filter(({ type, data }) => !schemaOf(type, 1)?.safeParse(data).success)).toEqual([]);
  return { events: events.map(({ type }) => type), effects: effects.map(({ id }) => id) };
}

describe("tables of a niche's market", () => {
  it("are kept without themes; with themes, competitors are counted in their texts, anew each time", () => {
    const keeping = { type: "import-table", table: tableOf(1) } as const;
    expect(outcome(given(created).when(keeping))).toEqual({ events: ["market-table.imported"], effects: [] });
    expect(outcome(given(...analysed).when(keeping))).toEqual({ events: ["market-table.imported"], effects: ["match:2"] });
    expect(outcome(given(...analysed, kept(1), removed(1)).when(keeping))).toEqual({
      events: ["market-table.imported"],
      effects: ["match:4"],
    });
    expect(outcome(given(...analysed).when({ type: "import-table", table: tableOf(2, "survey") }))).toMatchObject({ effects: [] });
  });

  it("are counted again with the themes of a later analysis", () => {
    const again = [...analysed, kept(1), counted(1), imported(120), started(120, "analysis-2")];
    const prepared = happened("analysis.prepared", { analysisId: "analysis-2", model, dimensions: 3, done: 120, total: 120, chunks: 0 });
    const data = { analysisId: "analysis-2", batchId: "themes-2", finding, themes: [theme] };
    const found = { type: "analysed", data, market: unknownMarket, opportunity: scoreWith(unknownMarket), revision: 0 } as const;
    expect(outcome(given(...again, prepared).when(found))).toEqual({
      events: ["themes.found", "opportunity.scored"],
      effects: ["match:3"],
    });
  });

  it("take no count that was overtaken", () => {
    const { data } = counted(1) as Extract<NicheEvent, { type: "competitors.matched" }>;
    const { state } = given(...analysed, kept(1));
    expect(outcome(given(...analysed, kept(1)).when({ type: "matched", matching: state.matchings, data }))).toMatchObject({
      events: ["competitors.matched"],
    });
    expect(outcome(given(...analysed, kept(1), kept(2)).when({ type: "matched", matching: state.matchings, data }))).toMatchObject({
      events: [],
    });
    expect(given(...analysed, kept(1), counted(1), removed(1)).state.gaps).toBeUndefined();
  });

  it("keep what people praise beside the matrix, which counts of before have not", () => {
    const sql = nicheStorage();
    writeMarketPieces(sql, "gaps", ["{}"]);
    writeMarketPieces(sql, "praise", ["[1]", "[2]"]);
    const [before, now] = [counted(1), counted(1)] as Extract<NicheEvent, { type: "competitors.matched" }>[];
    if (!before || !now) throw new Error("two counts");
    now.data = { ...now.data, aspectsBatchId: "praise" };
    const gapsAfter = (event: NicheEvent) => marketDesk(sql, given(...analysed, kept(1), event).state).pieces("1").gaps;
    expect(gapsAfter(now)).toMatchObject({ pieces: ["{}"], aspects: ["[1]", "[2]"] });
    expect(gapsAfter(before)?.aspects).toBeUndefined();
  });

  it("give the score a level of competition, which goes with the table", () => {
    const { data } = counted(1) as Extract<NicheEvent, { type: "competitors.matched" }>;
    const competition = competitionReading(tableOf(1).id, sizeConcentration(rivals, 1), []);
    if (!competition) throw new Error("No reading.");
    const past = [...analysed, kept(1)];
    const { state } = given(...past);
    const decided = given(...past).when({ type: "matched", matching: state.matchings, data: { ...data, competition } });
    expect(outcome(decided)).toMatchObject({ events: ["competitors.matched", "opportunity.scored"] });
    const known = given(...past, ...(decided.ok ? decided.value.events : []));
    expect(factorOf(known.state, "competition")).toMatchObject({ basis: "evidence", score: 0.2, reading: competition });
    // Set by hand it wins; the reading stays beside it.
    const set = known.when({ type: "set-market", market: { ...unknownMarket, competition: "low" } });
    const ours = given(...past, ...(decided.ok ? decided.value.events : []), ...(set.ok ? set.value.events : []));
    expect(factorOf(ours.state, "competition")).toMatchObject({ basis: "assumption", score: 0.9, set: "low", reading: competition });
    const without = known.when({ type: "remove-table", tableId: tableOf(1).id });
    expect(outcome(without)).toMatchObject({ events: ["market-table.removed", "opportunity.scored"] });
    const after = given(...past, ...(decided.ok ? decided.value.events : []), ...(without.ok ? without.value.events : []));
    expect(factorOf(after.state, "competition")).toMatchObject({ basis: "unknown" });
  });

  it("and the size that was stated gives the score a level of size, also after the next analysis", () => {
    const found = marketSize(marketSizeExample);
    if (!found.ok) throw new Error(found.error.detail);
    const sizing = { type: "size-market", kept: { request: marketSizeExample, size: found.value } } as const;
    expect(outcome(given(created).when(sizing))).toMatchObject({ events: ["market.sized"] });
    const decided = given(...analysed).when(sizing);
    expect(outcome(decided)).toMatchObject({ events: ["market.sized", "opportunity.scored"] });
    const sized = [...analysed, ...(decided.ok ? decided.value.events : [])];
    expect(factorOf(given(...sized).state, "market_size")).toMatchObject({ basis: "assumption", reading: { unit: "USD" } });
    expect(outcome(given(...sized).when(sizing))).toMatchObject({ events: ["market.sized"] });
    const prepared = happened("analysis.prepared", { analysisId: "analysis-2", model, dimensions: 3, done: 120, total: 120, chunks: 0 });
    const data = { analysisId: "analysis-2", batchId: "themes-2", finding, themes: [theme] };
    const again = given(...sized, imported(120), started(120, "analysis-2"), prepared).when({
      type: "analysed",
      data,
      market: unknownMarket,
      opportunity: scoreWith(unknownMarket),
      revision: 0,
    });
    const rescored = given(...sized, imported(120), started(120, "analysis-2"), prepared, ...(again.ok ? again.value.events : []));
    expect(factorOf(rescored.state, "market_size")).toMatchObject({ reading: { unit: "USD" } });
  });

  it("are at most 20, and the same rows again are none more", () => {
    const full = Array.from({ length: maxMarketTables }, (_, i) => kept(i, "survey"));
    expect(outcome(given(created, ...full).when({ type: "import-table", table: tableOf(99) }))).toBe("conflict");
    expect(outcome(given(created, ...full).when({ type: "import-table", table: tableOf(3, "survey") }))).toMatchObject({ effects: [] });
    expect(
      given(created, ...full, kept(3, "survey"))
        .state.marketTables.map(({ id }) => Number(id.slice(4)))
        .slice(-2),
    ).toEqual([19, 3]);
    expect(outcome(given(created).when({ type: "remove-table", tableId: "mtb_1" }))).toBe("not_found");
  });

  it("are taken up by a fork whose past ends before the count", () => {
    const [before, after] = [given(...analysed, kept(1)), given(...analysed, kept(1), counted(1))];
    const identity = { kind: "niche" as const, organisation: "org_1", id: "nch_1" };
    expect(nicheFork.resume?.(identity, before.state)).toEqual({ type: "take-up" });
    expect(outcome(before.when({ type: "take-up" }))).toEqual({ events: [], effects: ["match:2"] });
    expect(nicheFork.resume?.(identity, after.state)).toBeUndefined();
  });
});

describe("kept figures", () => {
  const table = tableOf(1, "keywords", 2);
  const state = { ...given(created).state, marketTables: [table] };

  it("are read instead of the rows, whole however long, and only those of the same edition", () => {
    const sql = nicheStorage();
    writeMarketPieces(sql, table.id, ["[]"]);
    const desk = marketDesk(sql, state);
    expect(desk.pieces("1").tables).toEqual([{ table, pieces: ["[]"] }]);
    const figures = "é".repeat(900_000);
    for (let times = 0; times < 2; times++) writeFigures(sql, { tableId: table.id, edition: "1", figures });
    const [read] = desk.pieces("1").tables;
    expect(read && "figures" in read && read.figures.join("") === figures).toBe(true);
    expect(desk.pieces("2").tables).toEqual([{ table, pieces: ["[]"] }]);
    writeFigures(sql, { tableId: table.id, edition: "2", figures: "{}" });
    expect(desk.pieces("2").tables).toEqual([{ table, figures: ["{}"] }]);
    expect(desk.pieces("1").tables).toEqual([{ table, pieces: ["[]"] }]);
  });
});

describe("rows of a table", () => {
  it("are read from any place on, across pieces", () => {
    const sql = nicheStorage();
    const table = tableOf(1, "keywords", 250);
    const rows = Array.from({ length: 250 }, (_, i) => ({ row: i + 1, keyword: `word ${i}` }));
    const pieces = [rows.slice(0, 100), rows.slice(100, 200), rows.slice(200)].map((piece) => JSON.stringify(piece));
    writeMarketPieces(sql, table.id, pieces);
    writeMarketPieces(sql, table.id, pieces);
    const desk = marketDesk(sql, { ...given(created).state, marketTables: [table] });
    const read: number[] = [];
    let cursor: string | undefined;
    do {
      const page = desk.page(table.id, { limit: 70, ...(cursor !== undefined && { cursor }) });
      if (!page.ok) throw new Error(page.error.detail);
      read.push(...page.value.items.map(({ row }) => row));
      cursor = page.value.nextCursor;
    } while (cursor !== undefined);
    expect(read).toEqual(rows.map(({ row }) => row));
    expect(desk.page("mtb_other", { limit: 5 })).toMatchObject({ error: { code: "not_found" } });
    expect(desk.page(table.id, { limit: 5, cursor: "%" })).toMatchObject({ error: { code: "invalid_input" } });
  });
});
