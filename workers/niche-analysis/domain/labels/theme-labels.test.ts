import { describe, expect, test } from "vitest";
import { texts } from "../testing/topics.ts";
import { termsOf } from "../words/terms.ts";
import { mostRelevant } from "./mmr.ts";
import { labelGroups, rowsForLabels } from "./theme-labels.ts";

describe("terms of a text", () => {
  test("are its subjects and neighbouring pairs, plurals folded, no pair across a stop word or punctuation", () => {
    expect([...termsOf("The battery's life is short, batteries die. Sound quality of headsets!").keys()]).toEqual([
      "battery",
      "life",
      "battery life",
      "short",
      "die",
      "battery die",
      "sound",
      "quality",
      "sound quality",
      "headset",
    ]);
  });

  test.each([
    ["boxes", "box"],
    ["glasses", "glass"],
    ["phones", "phone"],
    ["keys", "key"],
    ["batteries", "battery"],
    ["movies", "movie"],
  ])("count %s and %s as one", (plural, word) => expect([...termsOf(plural).keys()]).toEqual([...termsOf(word).keys()]));

  test.each(["bus", "status", "glass", "gas"])("leave %s as it is", (word) => expect([...termsOf(word).keys()]).toEqual([word]));

  test("are no numbers and no grammar", () => expect([...termsOf("this 2025 of 3.5").keys()]).toEqual([]));
});

describe("labels", () => {
  const battery = texts(
    20,
    "The battery life is great",
    "Battery life could be better",
    "It drains the battery",
    "I hate the short battery life",
  );
  const sound = texts(20, "Sound quality is poor", "I love the sound quality", "The volume is too low", "Great sound and volume");
  const service = texts(20, "Customer service never answers", "They have terrible customer service", "Waited an hour for customer service");

  test("name what each group speaks of, pairs before words, opinions left out", () => {
    expect(labelGroups([battery, sound, service]).map(({ label }) => label)).toEqual([
      "Battery life",
      "Sound quality, volume",
      "Customer service",
    ]);
  });

  test("give the pair where it is in a third of a word's texts, and the word where it is rarer", () => {
    const sauces = (plain: number, hot: number) =>
      labelGroups([[...texts(plain, "The sauce burns", "Sauce over it"), ...texts(hot, "A hot sauce")], sound])[0]?.label;
    expect(sauces(40, 20)).toBe("Hot sauce");
    expect(sauces(40, 5)).toMatch(/^Sauce/);
  });

  test("differ even where two groups speak of the same", () => {
    const labels = labelGroups([battery, battery, service]).map(({ label }) => label);
    expect(new Set(labels).size).toBe(3);
  });

  test("one long text cannot name a group", () => {
    const shouting = `pineapple ${"pineapple ".repeat(50)}`;
    expect(labelGroups([[...battery, shouting], sound])[0]?.terms).not.toContain("pineapple");
  });

  test("fall back to opinions and then to the group's place", () => {
    expect(labelGroups([texts(10, "I love it so much", "we love this"), sound])[0]?.label).toBe("Love");
    expect(labelGroups([["alpha beta", "gamma delta"], sound])[0]?.label).toBe("Theme 1");
  });
});

test("MMR trades relevance for novelty as lambda says", () => {
  const items = [
    { name: "battery life", worth: 1 },
    { name: "battery", worth: 0.9 },
    { name: "charger", worth: 0.6 },
  ];
  const similarity = (a: { name: string }, b: { name: string }) => (a.name.split(" ")[0] === b.name.split(" ")[0] ? 1 : 0);
  const pick = (lambda: number) => mostRelevant(items, ({ worth }) => worth, similarity, { count: 2, lambda }).map(({ name }) => name);
  expect(pick(0.5)).toEqual(["battery life", "charger"]);
  expect(pick(1)).toEqual(["battery life", "battery"]);
});

describe("rows that are read for the labels", () => {
  const group = (size: number) => Array.from({ length: size }, (_, i) => i);
  test("are all of them where they are few", () =>
    expect(rowsForLabels([group(9_000), group(3)]).map(({ length }) => length)).toEqual([9_000, 3]));
  test("are a share of many, with a hundred at least of each group", () =>
    expect(rowsForLabels([group(90_000), group(9_000), group(50), group(500)]).map(({ length }) => length)).toEqual([9_040, 904, 50, 100]));
});
