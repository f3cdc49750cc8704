import { describe, expect, it } from "vitest";
import type { Result } from "../../contracts/result.ts";
import { given as givenAny } from "../kernel/given.ts";
import type { Decision, NewEffect } from "../kernel/types.ts";
import type { NicheCommand } from "./commands.ts";
import { nicheDecider } from "./decider.ts";
import type { NicheEvent } from "./events.ts";
import {
  analysed,
  created,
  embedded,
  finding,
  imported,
  knownMarket,
  model,
  noNode,
  prepared,
  report,
  scoreWith,
  started,
  theme,
  unthemed,
} from "./testing/histories.ts";
import { unknownMarket, type Market } from "../../contracts/services/niche-analysis.ts";
import { workOf } from "./work.ts";

const given = (...history: NicheEvent[]) => givenAny(nicheDecider, history);
const nothing = { ok: true, value: { events: [] } };

function effectsOf(decided: Result<Decision<NicheEvent>>): NewEffect[] {
  if (!decided.ok) throw new Error(decided.error.detail);
  return decided.value.effects ?? [];
}
const typesOf = (decided: Result<Decision<NicheEvent>>) => (decided.ok ? decided.value.events.map(({ type }) => type) : decided.error.code);
const analyse: NicheCommand = { type: "analyse", seed: 7, evidence: 100, evidenceDigest: "c".repeat(64) };
const chunkDone = (count: number, total = 100): NicheCommand => ({
  type: "embedded",
  data: { analysisId: "analysis-1", model, nodeId: "nod_1", done: count, total, chunksLeft: Math.ceil((total - count) / 32) },
});

const prepare = (done: number, windows: number[]): NicheCommand => ({
  type: "prepared",
  windows,
  data: { analysisId: "analysis-1", model, dimensions: 384, done, total: 100 },
});

const found = (market: Market): NicheCommand => ({
  type: "analysed",
  data: { analysisId: "analysis-1", batchId: "themes-1", finding, themes: [theme] },
  market,
  opportunity: scoreWith(market),
  revision: 0,
});

/** A niche whose chunks of these sizes, of so many texts in all, came back one after the other, and how often it said so. */
function afterChunks(sizes: number[], total: number) {
  let { state } = given(created, imported(total), started(total), prepared(0, total));
  let [done, reports] = [0, 0];
  let { chunksLeft = 0 } = state.analysis ?? {};
  for (const size of sizes) {
    done += size;
    chunksLeft -= 1;
    const data = { analysisId: "analysis-1", model, nodeId: "nod_1", done, total, chunksLeft };
    const decided = nicheDecider.decide(state, { type: "embedded", data }, contextOf());
    for (const event of decided.ok ? decided.value.events : []) {
      state = nicheDecider.evolve(state, event, { time: 1, sequence: 1 });
      reports += 1;
    }
  }
  return { state, reports };
}

describe("a niche", () => {
  it("is created once, with its parent when it has one", () => {
    const create: NicheCommand = { type: "create", name: "Earbuds", market: unknownMarket, parentId: "nch_00000000000000000000000009" };
    expect(given().when(create)).toMatchObject({
      ok: true,
      value: {
        events: [{ type: "niche.created", data: { name: "Earbuds", parentId: "nch_00000000000000000000000009", nicheId: "id-1" } }],
      },
    });
    expect(given(created).when(create)).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("that was never created takes no commands", () => {
    expect(given().when(analyse)).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("counts its evidence and answers the report of an import", () => {
    const decided = given(created).when({ type: "import", batchId: "imp_1", added: 90, total: 90, report });
    expect(decided).toMatchObject({ ok: true, value: { value: report, events: [{ type: "evidence.imported", data: { total: 90 } }] } });
    expect(given(created, imported(90)).state.evidenceCount).toBe(90);
  });
});

describe("an analysis", () => {
  it("needs evidence", () => {
    expect(given(created).when({ ...analyse, evidence: 0 })).toMatchObject({
      ok: false,
      error: { code: "conflict", detail: expect.stringContaining("Import") },
    });
  });

  it("starts by asking for the model, and covers what was there at its start", () => {
    const decided = given(created, imported(100)).when(analyse);
    expect(typesOf(decided)).toEqual(["analysis.started"]);
    expect(effectsOf(decided)).toEqual([{ id: "prepare:analysis-1", type: "prepare", input: { analysisId: "analysis-1", through: 100 } }]);
    expect(given(created, imported(100), started(100), imported(300)).state.analysis).toMatchObject({ through: 100, evidence: 100 });
  });

  it("keeps the share of texts that may stay outside, from the request to the last step, and names none where none was asked", () => {
    const asked = eventsOf(given(created, imported(100)).when({ ...analyse, outlierShare: 0.2 }));
    expect(asked).toMatchObject([{ type: "analysis.started", data: { outlierShare: 0.2 } }]);
    const last = (events: NicheEvent[]) => effectsOf(given(created, imported(100), ...events, prepared(0, 100)).when(chunkDone(100)));
    expect(last(asked)).toMatchObject([{ id: "themes:analysis-1", input: { outlierShare: 0.2 } }]);
    const silent = eventsOf(given(created, imported(100)).when(analyse));
    expect(silent[0]?.data).not.toHaveProperty("outlierShare");
    expect(last(silent)[0]?.input).not.toHaveProperty("outlierShare");
  });

  it("is refused while one runs and allowed again after one has failed", () => {
    expect(given(created, imported(100), started(100)).when(analyse)).toMatchObject({ ok: false, error: { code: "conflict" } });
    const failed = given(created, imported(100), started(100)).when({
      type: "effect-failed",
      data: { step: "prepare", analysisId: "analysis-1", fault: noNode },
    });
    expect(typesOf(failed)).toEqual(["analysis.failed"]);
    const again = given(created, imported(100), started(100), ...(failed.ok ? failed.value.events : [])).when(analyse);
    expect(again).toMatchObject({ ok: true, value: { value: { analysisId: "analysis-2" } } });
  });

  it("embeds the chunks that lack vectors, and goes straight to the themes when none does", () => {
    const history = [created, imported(100), started(100)];
    const some = given(...history).when(prepare(64, [1, 3]));
    expect(effectsOf(some).map(({ id }) => id)).toEqual(["embed:analysis-1:1", "embed:analysis-1:3"]);
    const none = given(...history).when(prepare(100, []));
    expect(effectsOf(none).map(({ id }) => id)).toEqual(["themes:analysis-1"]);
    expect(given(...history, prepared(100, 100)).state.analysis).toMatchObject({ phase: "themes", embedded: 100 });
  });

  it("looks for themes once, when the last row has its vector", () => {
    const history = [created, imported(100), started(100), prepared(0, 100)];
    expect(effectsOf(given(...history).when(chunkDone(64)))).toEqual([]);
    expect(effectsOf(given(...history).when(chunkDone(100))).map(({ id }) => id)).toEqual(["themes:analysis-1"]);
    expect(given(...history, embedded(100, 100)).when(chunkDone(100))).toEqual(nothing);
  });

  it("reports progress in about fifty steps, never backwards", () => {
    const { state, reports } = afterChunks(
      Array.from({ length: 155 }, () => 32),
      5_000,
    );
    expect(reports).toBe(39);
    expect(nicheDecider.decide(state, chunkDone(320, 5_000), contextOf())).toEqual(nothing);
  });

  it("reports as often, in whatever order its chunks come back", () => {
    const few = [32, 32, 32, 1];
    for (const order of [few, few.toReversed(), [32, 1, 32, 32]]) expect(afterChunks(order, 97).reports).toBe(4);
    const many = [...Array.from({ length: 156 }, () => 32), 8];
    for (const order of [many, many.toReversed()]) expect(afterChunks(order, 5_000).reports).toBe(40);
  });

  it("brings themes and their score in one turn, and then has succeeded", () => {
    expect(effectsOf(given(...unthemed.slice(0, -1)).when(chunkDone(100)))).toMatchObject([
      { id: "themes:analysis-1", input: { through: 100, seed: 1, model, name: "Earbuds", market: unknownMarket } },
    ]);
    const decided = given(...unthemed).when(found(unknownMarket));
    expect(typesOf(decided)).toEqual(["themes.found", "opportunity.scored"]);
    const { state } = given(...unthemed, ...eventsOf(decided));
    expect(state).toMatchObject({ themesBatch: "themes-1", opportunity: scoreWith(unknownMarket) });
    expect(workOf(state)).toEqual({ status: "succeeded", progress: { done: 100, total: 100, unit: "texts" } });
    expect(given(...unthemed, ...eventsOf(decided)).when(found(unknownMarket))).toEqual(nothing);
  });

  it("fails with the reason and gives up the chunks that are left", () => {
    const decided = given(created, imported(400), started(400), prepared(0, 400)).when({
      type: "effect-failed",
      data: { step: "embed", analysisId: "analysis-1", fault: noNode },
    });
    expect(decided).toMatchObject({ ok: true, value: { cancel: [0, 1, 2, 3].map((window) => `embed:analysis-1:${window}`) } });
    const { state } = given(created, imported(400), started(400), prepared(0, 400), ...(decided.ok ? decided.value.events : []));
    expect(workOf(state)).toMatchObject({ status: "failed", message: "No node is ready." });
  });

  it("fails once, however many of its chunks fail", () => {
    const failure: NicheCommand = { type: "effect-failed", data: { step: "embed", analysisId: "analysis-1", fault: noNode } };
    const history = [created, imported(100), started(100), prepared(0, 100)];
    const first = eventsOf(given(...history).when(failure));
    expect(first).toHaveLength(1);
    expect(given(...history, ...first).when(failure)).toEqual(nothing);
  });

  it("is not disturbed by effects of an earlier one", () => {
    const late: NicheCommand = { type: "effect-failed", data: { step: "embed", analysisId: "analysis-1", fault: noNode } };
    expect(given(...analysed, started(100, "analysis-2")).when(late)).toEqual(nothing);
    expect(given(...analysed, started(100, "analysis-2")).when(chunkDone(100))).toEqual(nothing);
  });
});

describe("assumptions", () => {
  const change: NicheCommand = { type: "set-market", market: knownMarket };

  it("bring a new score at once when there is one, and none before", () => {
    expect(given(...analysed).when(change)).toMatchObject({
      ok: true,
      value: {
        events: [
          { type: "market.assumed", data: { market: knownMarket } },
          { type: "opportunity.scored", data: { opportunity: scoreWith(knownMarket) } },
        ],
      },
    });
    expect(typesOf(given(created).when(change))).toEqual(["market.assumed"]);
    expect(typesOf(given(...unthemed).when(change))).toEqual(["market.assumed"]);
  });

  it("that stay the same change nothing", () => {
    expect(given(...analysed).when({ type: "set-market", market: unknownMarket })).toEqual(nothing);
  });

  it("that change while the score is computed count in that score", () => {
    const changed = eventsOf(given(...unthemed).when(change));
    expect(given(...unthemed, ...changed).when(found(unknownMarket))).toMatchObject({
      ok: true,
      value: { events: [{ type: "themes.found" }, { type: "opportunity.scored", data: { opportunity: scoreWith(knownMarket) } }] },
    });
  });
});

describe("a discovery", () => {
  const [first, second] = ["1", "2"].map((n) => ({
    childId: `nch_${n.repeat(26)}`,
    name: `child ${n}`,
    themeIds: [theme.id],
    evidence: 50,
  })) as [Child, Child];
  const discover: NicheCommand = { type: "discover", children: [first, second] };

  it("needs themes, and themes that fall apart", () => {
    expect(given(created, imported(100)).when(discover)).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(given(...analysed).when({ type: "discover", children: [] })).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("derives each child once and counts them", () => {
    const decided = given(...analysed).when(discover);
    expect(typesOf(decided)).toEqual(["discovery.started"]);
    expect(effectsOf(decided).map(({ id }) => id)).toEqual([`derive:discovery-1:${first.childId}`, `derive:discovery-1:${second.childId}`]);
    const history = [...analysed, ...(decided.ok ? decided.value.events : [])];
    expect(workOf(given(...history).state)).toMatchObject({ status: "running", progress: { done: 0, total: 2, unit: "niches" } });
    expect(given(...history).when(analyse)).toMatchObject({ ok: false, error: { code: "conflict" } });
    const after = [first, second].flatMap(({ childId }) =>
      eventsOf(given(...history).when({ type: "derived", discoveryId: "discovery-1", childId })),
    );
    const { state } = given(...history, ...after);
    expect(state.childIds).toEqual([first.childId, second.childId]);
    expect(workOf(state)).toMatchObject({ status: "succeeded", progress: { unit: "texts" } });
    expect(given(...history, ...after).when(discover)).toEqual({ ok: true, value: { events: [], value: [first, second] } });
  });

  it("with a child that could not be derived has failed, and can be repeated for that one", () => {
    const begun = [...analysed, ...eventsOf(given(...analysed).when(discover))];
    const one = [...begun, ...eventsOf(given(...begun).when({ type: "derived", discoveryId: "discovery-1", childId: first.childId }))];
    const both = [
      ...one,
      ...eventsOf(given(...one).when({ type: "effect-failed", data: { step: "discover", analysisId: "discovery-1", fault: noNode } })),
    ];
    expect(workOf(given(...both).state)).toMatchObject({ status: "failed", progress: { done: 1, total: 2 }, message: "No node is ready." });
    expect(effectsOf(given(...both).when(discover)).map(({ id }) => id)).toEqual([`derive:discovery-2:${second.childId}`]);
  });
});

interface Child {
  childId: string;
  name: string;
  themeIds: string[];
  evidence: number;
}

function eventsOf(decided: Result<Decision<NicheEvent>>): NicheEvent[] {
  return decided.ok ? decided.value.events : [];
}

function contextOf() {
  return {
    now: 1,
    commandId: "c",
    principal: { kind: "user" as const, id: "usr_1", organisation: "org_00000000000000000000000001", role: "owner" as const, scopes: [] },
    organisation: "org_00000000000000000000000001",
    actorId: "nch_1",
  };
}
