import { describe, expect, it } from "vitest";
import type { Override } from "../../contracts/services/niche-overrides.ts";
import type { Result } from "../../contracts/result.ts";
import { given as givenAny, testPrincipal } from "../kernel/given.ts";
import type { Decision } from "../kernel/types.ts";
import type { NicheCommand } from "./commands.ts";
import { nicheDecider } from "./decider.ts";
import { happened, type NicheEvent } from "./events.ts";
import { listedOverrides } from "./listed-overrides.ts";
import { themesInputSchema } from "./plan.ts";
import { analysed, created, finding, imported, noNode, scoreWith, scored, started, theme, unthemed } from "./testing/histories.ts";
import { unknownMarket } from "../../contracts/services/niche-analysis.ts";
import { workOf } from "./work.ts";

const given = (...history: NicheEvent[]) => givenAny(nicheDecider, history);
const rename: Override = { kind: "rename", themeId: theme.id, label: "Battery" };
const split: Override = { kind: "split", themeId: theme.id, evidenceIds: [`evd_${"1".repeat(32)}`] };
const command = (override: Override): NicheCommand => ({ type: "override", override });

function decided(result: Result<Decision<NicheEvent>>): Decision<NicheEvent> {
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}
/** The history and what the command adds to it. */
const after = (history: NicheEvent[], next: NicheCommand) => [...history, ...decided(given(...history).when(next)).events];
const found = (revision: number, dormant: string[] = []): Extract<NicheCommand, { type: "analysed" }> => ({
  type: "analysed",
  data: {
    analysisId: "analysis-1",
    batchId: "themes-2",
    foundBatchId: "found-1",
    finding: { ...finding, overrides: { applied: 1, dormant } },
    themes: [theme],
  },
  market: unknownMarket,
  opportunity: scoreWith(unknownMarket),
  revision,
});
const statuses = (history: NicheEvent[]) => listedOverrides(given(...history).state).map(({ id, status }) => [id, status]);

describe("a change of the themes", () => {
  it("is kept and works itself into the finished analysis, without finding anything anew", () => {
    const history = [...unthemed, happened("themes.found", found(0).data), scored];
    const { events, effects, value } = decided(given(...history).when(command(rename)));
    expect(events).toEqual([happened("themes.overridden", { id: "override-1", override: rename, overriddenBy: testPrincipal.id })]);
    expect(value).toEqual({ id: "override-1", override: rename });
    expect(effects?.map(({ id }) => id)).toEqual(["themes:analysis-1:r1"]);
    expect(themesInputSchema.parse(effects?.[0]?.input)).toMatchObject({
      overrides: [{ id: "override-1", override: rename }],
      revision: 1,
      found: { batch: "found-1", silhouette: 0.2, method: "average linkage" },
    });
    const changed = [...history, ...events];
    expect(workOf(given(...changed).state).status).toBe("running");
    expect(statuses(changed)).toEqual([["override-1", "pending"]]);
    const arranged = after(changed, found(1));
    expect(workOf(given(...arranged).state).status).toBe("succeeded");
    expect(statuses(arranged)).toEqual([["override-1", "applied"]]);
    expect(statuses(after(changed, found(1, ["override-1"])))).toEqual([["override-1", "dormant"]]);
  });

  it("that comes while others are worked in is worked in after them, with what was found", () => {
    const twice = after(after(analysed, command(rename)), command(split));
    const { events, effects } = decided(given(...twice).when(found(1)));
    expect(events).toEqual([]);
    expect(effects?.map(({ id }) => id)).toEqual(["themes:analysis-1:r2"]);
    expect(themesInputSchema.parse(effects?.[0]?.input)).toMatchObject({ revision: 2, found: { batch: "found-1" } });
    expect(workOf(given(...after(twice, found(2))).state).status).toBe("succeeded");
  });

  it("made during an analysis belongs to it, and outlives it", () => {
    const running = [...analysed, started(100, "analysis-2")];
    const { effects } = decided(given(...running).when(command(rename)));
    expect(effects).toEqual([]);
    const [again] =
      decided(
        given(...after(running, command(rename))).when({
          type: "prepared",
          windows: [],
          data: { analysisId: "analysis-2", model: "m@1", dimensions: 384, done: 100, total: 100 },
        }),
      ).effects ?? [];
    expect(themesInputSchema.parse(again?.input)).toMatchObject({ overrides: [{ override: rename }], revision: 1, earlier: "themes-1" });
    expect(themesInputSchema.parse(again?.input).found).toBeUndefined();
  });

  it("gives a part that is split off an id of its own, which later changes may name", () => {
    const history = after(analysed, command(split));
    const newThemeId = given(...history).state.overrides[0]?.newThemeId ?? "";
    expect(newThemeId).toMatch(/^thm_[0-9a-f]{16}$/);
    expect(given(...history).when(command({ kind: "rename", themeId: newThemeId, label: "Case" })).ok).toBe(true);
    expect(after(history, command(split)).at(-1)?.data).not.toMatchObject({ newThemeId });
  });

  it("is refused for themes that are not there, before there are any, and beyond two hundred", () => {
    const unknown: Override = { kind: "merge", into: theme.id, from: ["thm_00000000000000ff"] };
    expect(given(...analysed).when(command(unknown))).toMatchObject({ ok: false, error: { code: "not_found" } });
    expect(given(created, imported(100)).when(command(rename))).toMatchObject({ ok: false, error: { code: "conflict" } });
    const many = Array.from({ length: 200 }, (_, i) =>
      happened("themes.overridden", { id: `override-${i + 1}`, override: rename, overriddenBy: "usr_1" }),
    );
    expect(given(...analysed, ...many).when(command(rename))).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("can be taken back once, and its number is not given again", () => {
    const history = after(analysed, command(rename));
    const withdraw: NicheCommand = { type: "withdraw", overrideId: "override-1" };
    const back = after(history, withdraw);
    expect(given(...back).state).toMatchObject({ overrides: [], revision: 2 });
    expect(given(...back).when(withdraw)).toMatchObject({ ok: false, error: { code: "not_found" } });
    expect(after(back, command(rename)).at(-1)?.data).toMatchObject({ id: "override-2" });
    const again = after(history, found(1));
    expect(decided(given(...again).when(withdraw)).effects?.map(({ id }) => id)).toEqual(["themes:analysis-1:r2"]);
  });

  it("that could not be worked in leaves the analysis failed, and goes on when its step is tried again", () => {
    const history = after(analysed, command(rename));
    const failed = after(history, { type: "effect-failed", data: { step: "themes", analysisId: "analysis-1", fault: noNode } });
    expect(workOf(given(...failed).state).status).toBe("failed");
    const resumed = after(failed, { type: "effect-redriven", step: "themes", analysisId: "analysis-1" });
    expect(workOf(given(...after(resumed, found(1))).state).status).toBe("succeeded");
  });
});

describe("texts that somebody says are the same", () => {
  const evidenceIds = [1, 2].map((i) => `evd_${String(i).repeat(32)}`);
  const alike = { threshold: 0.95, texts: 9, found: 1, pairs: [{ evidenceIds, similarity: 0.97 }], method: "test" };
  const history = [...unthemed, happened("themes.found", { ...found(0).data, finding: { ...finding, alike } }), scored];

  it("are kept as a change like any other, and the suggestions go along to whoever arranges the themes again", () => {
    for (const kind of ["same", "distinct"] as const) {
      const { events, effects } = decided(given(...history).when(command({ kind, evidenceIds })));
      expect(events).toMatchObject([{ type: "themes.overridden", data: { override: { kind, evidenceIds } } }]);
      expect(themesInputSchema.parse(effects?.[0]?.input)).toMatchObject({
        found: { alike },
        overrides: [{ override: { kind, evidenceIds } }],
      });
    }
  });
});
