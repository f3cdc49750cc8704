import { describe, expect, it } from "vitest";
import { alertRuleSchema } from "../../../../contracts/services/model-monitor.ts";
import { judge, measure, neverRaised, type Standing } from "./alerting.ts";
import { count, emptyTally, type Tally } from "./tally.ts";

const minute = 60_000;
const rule = alertRuleSchema.parse({ metric: "error-rate", comparison: "above", threshold: 0.1, cooldownMinutes: 10 });

function tally(calls: number, failed: number): Tally {
  const counted = emptyTally();
  for (let i = 0; i < calls; i++) count(counted, { latencyMs: 10, tokens: 5, ...(i < failed ? { error: "unavailable" } : {}) });
  return counted;
}

describe("measuring", () => {
  it("knows no rate of fewer calls than the rule demands", () => {
    expect(measure(rule, tally(19, 19))).toBeUndefined();
    expect(measure(rule, tally(20, 5))).toBe(0.25);
  });

  it("counts what does not happen at all", () => {
    const silent = alertRuleSchema.parse({ metric: "requests-per-minute", comparison: "below", threshold: 1 });
    expect(measure(silent, tally(0, 0))).toBe(0);
    expect(measure(silent, tally(10, 0))).toBe(2);
  });

  it("takes percentiles of successful calls only", () => {
    const slow = alertRuleSchema.parse({ metric: "latency-p95", comparison: "above", threshold: 1 });
    const counted = tally(40, 0);
    for (let i = 0; i < 40; i++) count(counted, { latencyMs: 120_000, tokens: 0, error: "deadline_exceeded" });
    expect(measure(slow, counted)).toBeCloseTo(10, 0);
    expect(measure(slow, tally(40, 40))).toBeUndefined();
  });
});

describe("an alert", () => {
  it("is raised once while the value stays beyond the threshold, and cleared when it comes back", () => {
    let standing: Standing = neverRaised;
    const changes = [0.05, 0.2, 0.3, 0.2, 0.1, 0.05].map((value, at) => {
      const verdict = judge(rule, standing, value, at * minute);
      standing = verdict.standing;
      return verdict.change;
    });
    expect(changes).toEqual([undefined, "raised", undefined, undefined, "cleared", undefined]);
  });

  it("that flaps is raised again only after its cooldown", () => {
    let standing: Standing = neverRaised;
    const raised: number[] = [];
    for (let at = 0; at < 30; at++) {
      const verdict = judge(rule, standing, at % 2 === 0 ? 0.5 : 0, at * minute);
      standing = verdict.standing;
      if (verdict.change === "raised") raised.push(at);
    }
    expect(raised).toEqual([0, 10, 20]);
  });

  it("is cleared when nothing is known any more, and when its rule is switched off", () => {
    const standing: Standing = { state: "raised", raisedAt: 0 };
    expect(judge(rule, standing, undefined, minute)).toEqual({ standing: { state: "quiet", raisedAt: 0 }, change: "cleared" });
    expect(judge({ ...rule, enabled: false }, standing, 0.9, minute).change).toBe("cleared");
    expect(judge({ ...rule, enabled: false }, neverRaised, 0.9, minute).change).toBeUndefined();
  });

  it("can watch for too little", () => {
    const below = { ...rule, comparison: "below" as const, threshold: 1 };
    expect(judge(below, neverRaised, 0.5, 0).change).toBe("raised");
    expect(judge(below, neverRaised, 1, 0).change).toBeUndefined();
  });
});
