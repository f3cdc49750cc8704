import { describe, expect, it } from "vitest";
import { schemaOf } from "../../contracts/events/index.ts";
import type { Result } from "../../contracts/result.ts";
import { given as givenAny } from "../kernel/given.ts";
import type { Decision } from "../kernel/types.ts";
import type { NicheCommand } from "./commands.ts";
import { nicheDecider } from "./decider.ts";
import { effectRedriven } from "./effects.ts";
import { happened, type NicheEvent } from "./events.ts";
import { nicheFork } from "./fork.ts";
import { analysed, created, embedded, imported, model, noNode, prepared, started, theme } from "./testing/histories.ts";
import { workOf } from "./work.ts";

const given = (...history: NicheEvent[]) => givenAny(nicheDecider, history);

/** The events and effect ids of a decision; its code when it was refused. */
function outcome(decided: Result<Decision<NicheEvent>>) {
  if (!decided.ok) return decided.error.code;
  const { events, effects = [] } = decided.value;
  expect(events.filter(({ type, data }) => !schemaOf(type, 1)?.safeParse(data).success)).toEqual([]);
  return { events: events.map(({ type }) => type), effects: effects.map(({ id }) => id) };
}
const eventsOf = (decided: Result<Decision<NicheEvent>>) => (decided.ok ? decided.value.events : []);

type Step = "prepare" | "embed" | "themes" | "discover";
const failed = (step: Step, analysisId = "analysis-1") => happened("analysis.failed", { step, analysisId, fault: noNode });
const redriven = (step: Step, window?: number, analysisId = "analysis-1"): NicheCommand => ({
  type: "effect-redriven",
  step,
  analysisId,
  window,
});
const begun = [created, imported(400), started(400)];
const embedding = [...begun, prepared(0, 400), embedded(128, 400)];

describe("an analysis whose dead effect is redriven", () => {
  it("is in its failed step again, and its work runs", () => {
    const failures: [Step, NicheEvent[]][] = [
      ["prepare", begun],
      ["embed", embedding],
      ["themes", [...embedding, embedded(400, 400)]],
    ];
    for (const [step, history] of failures) {
      const dead = [...history, failed(step)];
      expect(workOf(given(...dead).state)).toMatchObject({ status: "failed", message: noNode.detail });
      const decided = given(...dead).when(redriven(step, 1));
      expect(outcome(decided)).toMatchObject({ events: ["analysis.resumed"] });
      const { state } = given(...dead, ...eventsOf(decided));
      expect(state.analysis).toMatchObject({ phase: step, reason: undefined, resumed: 1 });
      expect(workOf(state).status).toBe("running");
    }
  });

  it("asks anew for the chunks that its failure cancelled, under ids that have never run", () => {
    const dead = [...embedding, failed("embed")];
    const decided = given(...dead).when(redriven("embed", 1));
    expect(outcome(decided)).toMatchObject({ effects: ["embed:analysis-1:0:1", "embed:analysis-1:2:1", "embed:analysis-1:3:1"] });
    expect(decided).toMatchObject({ value: { effects: [{ input: { through: 400, window: 0, model, total: 400 } }, {}, {}] } });
    const again = given(...dead, ...eventsOf(decided)).when({
      type: "effect-failed",
      data: { step: "embed", analysisId: "analysis-1", fault: noNode },
    });
    // Of both times: the redriven one still has its first id.
    expect(again.ok && again.value.cancel).toEqual(
      [0, 1, 2, 3].flatMap((window) => [`embed:analysis-1:${window}`, `embed:analysis-1:${window}:1`]),
    );
  });

  it("goes on to its end", () => {
    const dead = [...embedding, failed("embed")];
    const alive = [...dead, ...eventsOf(given(...dead).when(redriven("embed", 1)))];
    const data = { analysisId: "analysis-1", model, done: 400, total: 400 };
    expect(outcome(given(...alive).when({ type: "embedded", data }))).toEqual({
      events: ["evidence.embedded"],
      effects: ["themes:analysis-1"],
    });
  });

  it("notices nothing when it never heard that the effect had died", () => {
    expect(outcome(given(...begun).when(redriven("prepare")))).toEqual({ events: [], effects: [] });
  });

  it("refuses when a later one has been started, or when it has ended", () => {
    const later = [
      ...begun,
      failed("prepare"),
      happened("analysis.started", { analysisId: "analysis-2", seed: 1, evidence: 400, evidenceDigest: "d" }),
    ];
    expect(outcome(given(...later).when(redriven("prepare")))).toBe("conflict");
    expect(outcome(given(...analysed).when(redriven("themes")))).toBe("conflict");
  });
});

describe("a discovery whose dead effect is redriven", () => {
  const children = ["1", "2"].map((n) => ({ childId: `nch_${n.repeat(26)}`, name: n, themeIds: [theme.id], evidence: 50 }));
  const discovering = [...analysed, happened("discovery.started", { discoveryId: "discovery-1", children })];
  const both = [...discovering, failed("discover", "discovery-1"), failed("discover", "discovery-1")];

  it("waits for that niche again, and has failed still while another one is missing", () => {
    const decided = given(...both).when(redriven("discover", undefined, "discovery-1"));
    expect(decided).toMatchObject({ value: { events: [{ type: "analysis.resumed", data: { failed: 1 } }] } });
    const alive = [...both, ...eventsOf(decided)];
    expect(workOf(given(...alive).state).status).toBe("running");
    const derived = eventsOf(given(...alive).when({ type: "derived", discoveryId: "discovery-1", childId: children[0]?.childId ?? "" }));
    expect(workOf(given(...alive, ...derived).state)).toMatchObject({ status: "failed", progress: { done: 1, total: 2 } });
  });

  it("refuses when a later one has been started", () => {
    expect(outcome(given(...both).when(redriven("discover", undefined, "discovery-0")))).toBe("conflict");
  });

  it("does not go on in a fork, which can discover again", () => {
    const taken = given(...discovering).when({ type: "take-up" });
    expect(outcome(taken)).toEqual({ events: ["analysis.failed", "analysis.failed"], effects: [] });
    expect(workOf(given(...discovering, ...eventsOf(taken)).state).status).toBe("failed");
  });
});

describe("a fork of a niche", () => {
  const from = { kind: "niche" as const, organisation: "org_1", id: "nch_1" };

  it("takes up the step that was under way, and has nothing to do otherwise", () => {
    expect(outcome(given(...begun).when({ type: "take-up" }))).toEqual({ events: [], effects: ["prepare:analysis-1"] });
    expect(outcome(given(...embedding).when({ type: "take-up" }))).toEqual({
      events: [],
      effects: [0, 1, 2, 3].map((window) => `embed:analysis-1:${window}`),
    });
    expect(outcome(given(...embedding, embedded(400, 400)).when({ type: "take-up" }))).toEqual({
      events: [],
      effects: ["themes:analysis-1"],
    });
    expect(nicheFork.resume?.(from, given(...embedding).state)).toEqual({ type: "take-up" });
    expect(nicheFork.resume?.(from, given(...analysed).state)).toBeUndefined();
  });

  it("bears its own id where its creation named the old one", () => {
    const event = { sequence: 1, version: 1, time: 1, commandId: "c" };
    expect(nicheFork.rewrite?.({ ...event, ...created }, from, { ...from, id: "nch_2" })).toEqual({ ...created.data, nicheId: "nch_2" });
    expect(nicheFork.rewrite?.({ ...event, ...imported(3) }, from, { ...from, id: "nch_2" })).toEqual(imported(3).data);
  });
});

describe("the input of a dead effect", () => {
  it("names its step, and is refused when it was edited into something else", () => {
    const input = { analysisId: "analysis-1", through: 400, window: 2, model, total: 400 };
    expect(effectRedriven({ type: "embed", input })).toEqual({
      type: "effect-redriven",
      step: "embed",
      analysisId: "analysis-1",
      window: 2,
    });
    expect(effectRedriven({ type: "prepare", input })).toMatchObject({ step: "prepare", analysisId: "analysis-1" });
    expect(() => effectRedriven({ type: "embed", input: { ...input, window: "two" } })).toThrow("window");
    expect(() => effectRedriven({ type: "derive", input })).toThrow();
  });
});
