import { beforeEach, describe, expect, it } from "vitest";
import { err, ok } from "../../../contracts/result.ts";
import { KeptReferences, keptMs } from "./kept-references.ts";
import type { Resolved } from "./resolving.ts";

let now: number;
let asked: string[];
let kept: KeptReferences;

beforeEach(() => {
  now = 1_000_000;
  asked = [];
  kept = new KeptReferences(() => now);
});

const meaning = (version: string) => ok({ version: { name: "m", version }, fallback: null } as unknown as Resolved);
const resolve = (version: string, organisation = "org_a") =>
  kept.resolved("default", organisation, async () => {
    asked.push(organisation);
    return meaning(version);
  });

describe("what a reference means", () => {
  it("is asked once a second, for each organisation", async () => {
    expect(await resolve("1")).toEqual(meaning("1"));
    now += keptMs - 1;
    expect(await resolve("2")).toEqual(meaning("1"));
    expect(await resolve("3", "org_b")).toEqual(meaning("3"));
    now += 1;
    expect(await resolve("2")).toEqual(meaning("2"));
    expect(asked).toEqual(["org_a", "org_b", "org_a"]);
  });

  it("is forgotten when something changes, also what was being asked meanwhile", async () => {
    await resolve("1");
    kept.forget();
    expect(await resolve("2")).toEqual(meaning("2"));
    kept.forget();
    const under = Promise.withResolvers<void>();
    const old = kept.resolved("default", "org_a", async () => {
      await under.promise;
      return meaning("2");
    });
    kept.forget();
    under.resolve();
    expect(await old).toEqual(meaning("2"));
    expect(await resolve("3")).toEqual(meaning("3"));
  });

  it("that there is not is asked each time", async () => {
    const nothing = () => kept.resolved("gone", "org_a", async () => (asked.push("gone"), err("not_found", "There is no such model.")));
    await nothing();
    await nothing();
    expect(asked).toEqual(["gone", "gone"]);
  });

  it("is kept for a thousand references at most", async () => {
    for (let i = 0; i <= 1_000; i++) await kept.resolved(`r${i}`, "org_a", async () => meaning("1"));
    await kept.resolved("r0", "org_a", async () => (asked.push("r0"), meaning("1")));
    await kept.resolved("r1000", "org_a", async () => (asked.push("r1000"), meaning("1")));
    expect(asked).toEqual(["r0"]);
  });
});
