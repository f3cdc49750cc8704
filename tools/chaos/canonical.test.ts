import { describe, expect, it } from "vitest";
import { envelope, type StoredEvent } from "../../contracts/events/index.ts";
import { canonical, factsOf, namesOf } from "./canonical.ts";

const id = (prefix: string, letter: string) => `${prefix}_${letter.repeat(26)}`;

function stored(position: number, subject: string, sequence: number, data: unknown): StoredEvent {
  const parts = { source: "/test", type: "thing.happened", dataversion: 1, organisation: "org", time: position * 1_000 };
  return { ...envelope({ ...parts, subject, sequence, data }), position };
}

/** A niche that mentions a child, the child, and a price that nobody mentions; `letters` are those of the three ids. */
function history([niche = "", child = "", price = ""]: string[]) {
  return [
    stored(1, `niche/o/${id("nch", niche)}`, 1, { name: "one" }),
    stored(2, `price/o/${id("prc", price)}`, 1, { priceId: id("prc", price) }),
    stored(3, `niche/o/${id("nch", child)}`, 1, { parentId: id("nch", niche), nodeId: id("nod", "9") }),
    stored(4, `niche/o/${id("nch", niche)}`, 2, { childId: id("nch", child), key: `${id("nch", child)}:embed:1` }),
  ];
}

function work(niche: string) {
  return { nicheIds: [id("nch", niche)], teamIds: [], runIds: [], endpoints: [] };
}

describe("names for ids", () => {
  it("are given in the order of the plan, then of mention, then of what nobody mentions", () => {
    expect(Object.fromEntries(namesOf(work("a"), history(["a", "b", "c"])))).toEqual({
      [id("nch", "a")]: "nch#1",
      [id("nch", "b")]: "nch#2",
      [id("prc", "c")]: "prc#1",
    });
  });

  it("make the same history with other ids, other times and other nodes equal", () => {
    const [first, second] = [
      history(["a", "b", "c"]),
      history(["x", "e", "f"]).map((event) => ({ ...event, time: "2030-01-01T00:00:00.000Z" })),
    ];
    expect(canonical(second, namesOf(work("x"), second))).toEqual(canonical(first, namesOf(work("a"), first)));
  });

  it("replace ids inside texts and in keys", () => {
    const names = new Map([[id("nch", "a"), "nch#1"]]);
    expect(canonical({ [id("nch", "a")]: `/niches/${id("nch", "a")}:1` }, names)).toEqual({ "nch#1": "/niches/nch#1:1" });
  });

  it("replace ids whose underscore is escaped in Markdown", () => {
    const price = id("prc", "a");
    expect(canonical(`[^1]: price ${price.replace("_", "\\_")}`, new Map([[price, "prc#1"]]))).toBe("[^1]: price prc#1");
  });

  it("leave ids that come from content as they are", () => {
    const content = { evidence: `evd_${"0".repeat(32)}`, theme: `thm_${"1".repeat(16)}` };
    expect(canonical(content, new Map())).toEqual(content);
  });

  it("leave of an analysis under way its total, and of everything else what was done", () => {
    const event = stored(1, `niche/o/${id("nch", "a")}`, 1, { done: 20, total: 52 });
    expect(factsOf({ ...event, type: "evidence.embedded" }, new Map())).toEqual({ total: 52 });
    expect(factsOf({ ...event, type: "analysis.prepared" }, new Map())).toEqual({ done: 20, total: 52 });
  });
});
