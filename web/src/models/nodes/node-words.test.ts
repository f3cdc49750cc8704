import { expect, test } from "vitest";
import { nodeAdvice, workWords } from "./node-words.ts";

test("work is told as the time that it takes at the node's own speed", () => {
  expect(workWords({ queuedTokens: 0, runningTokens: 0, tokensPerSecond: 500 })).toBe("idle");
  expect(workWords({ queuedTokens: 400, runningTokens: 200, tokensPerSecond: 500 })).toBe("about 1.2 s of work");
  expect(workWords({ queuedTokens: 0, runningTokens: 2_000, tokensPerSecond: 0 })).toBe("about 2.0 s of work");
});

test("a lost node is told of first, a sound one not at all", () => {
  expect(nodeAdvice({ name: "desk", status: "lost", drained: false, breaker: "open" })).toContain("not heard");
  expect(nodeAdvice({ name: "desk", status: "draining", drained: false, breaker: "closed" })).toContain("no new calls");
  expect(nodeAdvice({ name: "desk", status: "ready", drained: false, breaker: "open" })).toContain("failed several calls");
  expect(nodeAdvice({ name: "desk", status: "draining", drained: true, breaker: "closed" })).toContain("by an operator");
  expect(nodeAdvice({ name: "desk", status: "left", drained: false, breaker: "closed" })).toBeUndefined();
  expect(nodeAdvice({ name: "desk", status: "ready", drained: false, breaker: "half-open" })).toBeUndefined();
});
