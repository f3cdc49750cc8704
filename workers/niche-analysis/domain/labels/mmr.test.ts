import { describe, expect, it } from "vitest";
import { mostRelevant } from "./mmr.ts";

interface Label {
  name: string;
  worth: number;
  topic: string;
}
const labels: Label[] = [
  { name: "battery", worth: 0.9, topic: "power" },
  { name: "battery life", worth: 0.85, topic: "power" },
  { name: "charger", worth: 0.5, topic: "plug" },
  { name: "case", worth: 0.1, topic: "case" },
];
const names = (count: number, lambda?: number) =>
  mostRelevant(
    labels,
    ({ worth }) => worth,
    (a, b) => (a.topic === b.topic ? 1 : 0),
    { count, ...(lambda !== undefined && { lambda }) },
  ).map(({ name }) => name);

describe("maximal marginal relevance", () => {
  it("takes the most relevant first, then weighs 0.7 of relevance against 0.3 of repetition", () => {
    // battery life: 0.7 × 0.85 − 0.3 × 1 = 0.295; charger: 0.7 × 0.5 = 0.35; case: 0.07.
    expect(names(4)).toEqual(["battery", "charger", "battery life", "case"]);
  });

  it("is plain relevance at λ = 1 and plain variety at λ = 0", () => {
    expect(names(3, 1)).toEqual(["battery", "battery life", "charger"]);
    expect(names(3, 0)).toEqual(["battery", "charger", "case"]);
  });

  it("picks no more than asked and no more than there are", () => {
    expect(names(0)).toEqual([]);
    expect(names(9)).toHaveLength(4);
  });

  it("counts similarity with the closest one picked, whichever that is", () => {
    const similarity = (a: string, b: string) => (a === "c" && b === "a" ? 1 : 0);
    // c repeats a, although not b, which was picked after it: d goes first with less relevance.
    const worth: Record<string, number> = { a: 1, b: 0.9, c: 0.8, d: 0.5 };
    expect(mostRelevant(["a", "b", "c", "d"], (item) => worth[item] ?? 0, similarity, { count: 3 })).toEqual(["a", "b", "d"]);
  });
});
