import { describe, expect, it } from "vitest";
import { isTimely, useNonce } from "./nonces.ts";

describe("nonces", () => {
  it("refuses the second use of a nonce within the window", () => {
    const first = useNonce({}, "a", 1_000);
    expect(first.fresh).toBe(true);
    expect(useNonce(first.seen, "a", 2_000).fresh).toBe(false);
    expect(useNonce(first.seen, "b", 2_000).fresh).toBe(true);
  });

  it("remembers a nonce as long as any accepted timestamp could repeat it: twice 60 s", () => {
    const { seen } = useNonce({}, "a", 0);
    expect(useNonce(seen, "a", 120_000).fresh).toBe(false);
    expect(useNonce(seen, "b", 120_001).seen).toEqual({ b: 120_001 });
  });

  it("takes a nonce named like a property of objects for what it is", () => {
    expect(useNonce({}, "constructor", 1).fresh).toBe(true);
    expect(useNonce(useNonce({}, "__proto__", 1).seen, "__proto__", 2).fresh).toBe(false);
  });

  it("accepts timestamps up to 60 s off, in both directions", () => {
    expect([-60_001, -60_000, 60_000, 60_001].map((offset) => isTimely(1_000_000 + offset, 1_000_000))).toEqual([false, true, true, false]);
    expect(isTimely(Number.NaN, 1)).toBe(false);
  });
});
