import { describe, expect, it } from "vitest";
import { Dispatched, estimateTokens } from "./dispatched.ts";
import { leaseMs } from "./pooled-node.ts";

describe("dispatched tokens", () => {
  it("count from sending to answer", () => {
    const dispatched = new Dispatched();
    const first = dispatched.add("a", 100, 10);
    dispatched.add("a", 50, 20);
    expect(dispatched.tokensSince("a", 0)).toBe(150);
    first();
    expect(dispatched.tokensSince("a", 0)).toBe(50);
  });

  it("leave out what the node's own report covers already", () => {
    const dispatched = new Dispatched();
    dispatched.add("a", 100, 10);
    dispatched.add("a", 50, 20);
    expect(dispatched.tokensSince("a", 20)).toBe(50);
    expect(dispatched.tokensSince("b", 0)).toBe(0);
  });

  it("are dropped after a lease even when no answer is ever reported", () => {
    const dispatched = new Dispatched();
    dispatched.add("a", 100, 0);
    dispatched.add("a", 50, leaseMs);
    expect(dispatched.tokensSince("a", 0)).toBe(150);
    dispatched.add("a", 7, leaseMs + 1);
    expect(dispatched.tokensSince("a", 0)).toBe(57);
  });

  it("are estimated as a quarter of the characters and two a text", () => {
    expect(estimateTokens(["12345678", "123456789"])).toBe(2 + 2 + 3 + 2);
  });
});
