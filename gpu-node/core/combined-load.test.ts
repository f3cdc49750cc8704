import { describe, expect, it } from "vitest";
import { combinedLoad } from "./combined-load.ts";

const load = (queuedTokens: number, runningTokens: number, tokensPerSecond: number) => ({ queuedTokens, runningTokens, tokensPerSecond });

describe("the load of several models", () => {
  it("is that of the one that has any", () => {
    expect(combinedLoad([load(300, 100, 1_000)])).toEqual(load(300, 100, 1_000));
    expect(combinedLoad([load(300, 100, 1_000), load(0, 0, 50)])).toEqual(load(300, 100, 1_000));
  });

  it("gives the time that all the waiting work takes on shared lanes", () => {
    // 1,000 tokens at 1,000 a second and 1,000 at 250: five seconds for 2,000.
    expect(combinedLoad([load(900, 100, 1_000), load(1_000, 0, 250)])).toEqual(load(1_900, 100, 400));
  });

  it("has the mean speed when idle, and none before a batch was measured", () => {
    expect(combinedLoad([load(0, 0, 1_000), load(0, 0, 500), load(0, 0, 0)])).toEqual(load(0, 0, 750));
    expect(combinedLoad([load(10, 0, 0)])).toEqual(load(10, 0, 0));
    expect(combinedLoad([])).toEqual(load(0, 0, 0));
  });
});
