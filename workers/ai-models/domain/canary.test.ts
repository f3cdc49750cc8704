import { describe, expect, it } from "vitest";
import { newId } from "../../../contracts/ids.ts";
import { isInCanary } from "./canary.ts";

/** Ids that share their beginnings, as those of one afternoon do. */
const organisations = Array.from({ length: 20_000 }, (_, i) =>
  newId("organisation", { now: () => 1_795_000_000_000 + i, randomBytes: (n) => new Uint8Array(n).fill(i % 7) }),
);
const inside = (version: string, percent: number) => organisations.filter((one) => isInCanary("default-embedding", version, one, percent));

describe("a canary", () => {
  it.each([0.5, 10, 50, 99])("takes %d percent of organisations, within four standard deviations", (percent) => {
    const expected = (organisations.length * percent) / 100;
    const deviation = Math.sqrt(expected * (1 - percent / 100));
    expect(Math.abs(inside("v2", percent).length - expected)).toBeLessThan(4 * deviation);
  });

  it("keeps whoever is in it when it grows", () => {
    const more = new Set(inside("v2", 30));
    expect(inside("v2", 10).every((one) => more.has(one))).toBe(true);
  });

  it("takes others for another version, so that nobody is always first", () => {
    const first = new Set(inside("v2", 10));
    const both = inside("v3", 10).filter((one) => first.has(one)).length;
    expect(both / organisations.length).toBeLessThan(0.02);
  });
});
