import { describe, expect, it } from "vitest";
import { envelope, type StoredEvent } from "../../contracts/events/index.ts";
import { brokenSequences, changes, compareStreams } from "./comparison.ts";

function stored(position: number, sequence: number, subject = "niche/o/n"): StoredEvent {
  const parts = { source: "/test", type: "thing.happened", dataversion: 1, organisation: "o", time: 0, data: {} };
  return { ...envelope({ ...parts, subject, sequence }), position };
}

function streams(...types: string[]) {
  return new Map([["events niche/n", types.map((type) => ({ type, data: { of: type } }))]]);
}

describe("the store's sequences", () => {
  it("may interleave subjects", () => {
    expect(brokenSequences([stored(1, 1), stored(2, 1, "run/o/r"), stored(3, 2), stored(4, 2, "run/o/r")])).toEqual([]);
  });

  it.each<[string, number[], string]>([
    ["lost", [1, 3], "sequence 2"],
    ["lost", [2], "sequence 1"],
    ["duplicated", [1, 2, 2], "sequence 2"],
    ["out-of-order", [1, 3, 2], "sequence 2"],
  ])("are %s in %j", (kind, sequences, where) => {
    const found = brokenSequences(sequences.map((sequence, index) => stored(index + 1, sequence)));
    expect(found).toContainEqual(expect.objectContaining({ kind, where: expect.stringContaining(where) }));
  });
});

describe("the events of a subject", () => {
  it("are the same when types, order and data are", () => {
    expect(compareStreams(streams("a", "b", "b"), streams("a", "b", "b"))).toEqual([]);
  });

  it.each<[string, string[], string[]]>([
    ["lost", ["a", "b", "b"], ["a", "b"]],
    ["duplicated", ["a", "b"], ["a", "b", "b"]],
    ["out-of-order", ["a", "b", "c"], ["a", "c", "b"]],
  ])("are %s when %j became %j", (kind, expected, actual) => {
    expect(compareStreams(streams(...expected), streams(...actual)).map((one) => one.kind)).toEqual([kind]);
  });

  it("are duplicated when nobody should have written to the subject", () => {
    expect(compareStreams(new Map(), streams("a"))).toEqual([{ kind: "duplicated", where: "events niche/n", actual: "a" }]);
  });

  it("have lost what was in them when their data differ", () => {
    const other = new Map([["events niche/n", [{ type: "a", data: { of: "z" } }]]]);
    expect(compareStreams(streams("a"), other)).toEqual([{ kind: "lost", where: "events niche/n:1 a.of", expected: "a", actual: "z" }]);
  });
});

describe("values", () => {
  it("differ where they differ, as deep as can be said", () => {
    expect(changes("run", { steps: [{ n: 1 }, { n: 2 }], only: 1 }, { steps: [{ n: 1 }, { n: 3 }] })).toEqual([
      { kind: "lost", where: "run.steps.1.n", expected: 2, actual: 3 },
      { kind: "lost", where: "run.only", expected: 1, actual: undefined },
    ]);
  });
});
