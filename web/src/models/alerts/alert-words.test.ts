import { expect, test } from "vitest";
import { metricFigure, ruleInWords, standingOf, thresholdOf, writtenThreshold } from "./alert-words.ts";

const rule = { metric: "latency-p95", comparison: "above", threshold: 800, windowMinutes: 5 } as const;

test("a rule reads as a sentence, with what it is limited to", () => {
  expect(ruleInWords(rule, String)).toBe("Time to the answer, p95 above 800 ms over 5 minutes");
  expect(ruleInWords({ ...rule, windowMinutes: 1, model: "minilm", version: "1.0.0", node: "nod_1" }, () => "desk")).toBe(
    "Time to the answer, p95 above 800 ms over 1 minute, of minilm@1.0.0, on desk",
  );
  expect(ruleInWords({ ...rule, metric: "error-rate", threshold: 0.05, version: "2" }, String)).toBe(
    "Share of failed calls above 5 % over 5 minutes, of version 2",
  );
});

test("figures carry the unit of their metric", () => {
  expect([metricFigure("queue-p95", 1_500), metricFigure("cache-hit-rate", 0.125), metricFigure("tokens-per-minute", 1_200)]).toEqual([
    "1.5 s",
    "12.5 %",
    "1,200 a minute",
  ]);
});

test("a threshold in per cent becomes a share and comes back as it was written", () => {
  expect(thresholdOf("error-rate", 7)).toBe(0.07);
  expect(writtenThreshold("error-rate", thresholdOf("error-rate", 28.99))).toBe(28.99);
  expect(thresholdOf("latency-p50", 250)).toBe(250);
});

test("a rule that is off or knows nothing is not called quiet", () => {
  expect([
    standingOf({ enabled: false, state: "quiet", value: 3 }),
    standingOf({ enabled: true, state: "quiet", value: null }),
    standingOf({ enabled: true, state: "quiet", value: 3 }),
    standingOf({ enabled: true, state: "raised", value: 3 }),
  ]).toEqual(["off", "unknown", "quiet", "raised"]);
});
