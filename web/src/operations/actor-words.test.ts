import { expect, test } from "vitest";
import { causeOf } from "./actor-words.ts";

test("reads what asked for an effect out of the command's id", () => {
  expect(causeOf("effect:embed:anl_1:3:done")).toEqual({ from: "effect", effectId: "embed:anl_1:3", outcome: "done" });
  expect(causeOf("effect:embed:anl_1:3:failed:0")).toEqual({ from: "effect", effectId: "embed:anl_1:3", outcome: "failed" });
  expect(causeOf("timer:approval:price:1767225600000")).toEqual({ from: "timer", name: "approval:price" });
  expect(causeOf("4c4e1f0a")).toEqual({ from: "command", commandId: "4c4e1f0a" });
  expect(causeOf("effect:broken")).toEqual({ from: "command", commandId: "effect:broken" });
});
