import { describe, expect, it } from "vitest";
import { frequentAspects, type Statement } from "./frequent.ts";
import { nounRuns, usualNouns } from "./noun-runs.ts";
import { loadTagger, type Word } from "./words.ts";

const tag = await loadTagger();

const runsOf = (sentence: string, blocked: string[] = []) =>
  nounRuns(
    tag(sentence),
    new Set(),
    blocked.map((part) => ({ start: sentence.indexOf(part), end: sentence.indexOf(part) + part.length })),
  ).map(({ words }) => words.map(({ form }) => form).join(" "));

describe("the runs of nouns of a sentence", () => {
  it.each([
    ["The battery life is short.", ["battery life"]],
    ["The quality of the pictures is great", ["pictures quality"]],
    ["I hate the remote, its battery and the screen.", ["remote", "battery", "screen"]],
    ["They never answered, and it broke within two weeks.", []],
    ["A terrible, broken remote.", ["remote"]],
    ["The camera's flash broke after three weeks", ["camera flash"]],
  ])("%j", (sentence, expected) => expect(runsOf(sentence)).toEqual(expected));

  it("stand where they say, and go round what is barred", () => {
    const sentence = "My Acme battery died";
    expect(runsOf(sentence, ["Acme"])).toEqual(["battery"]);
    const [run] = nounRuns(tag(sentence), new Set(), [{ start: 3, end: 7 }]);
    expect(sentence.slice(run?.start)).toBe("battery died");
  });
});

it("a word that is a noun as a rule is one wherever it stands", () => {
  const words = ["The screen is dark.", "My screen broke.", "Battery and screen failed."].map(tag);
  const runs = (usual: Set<string>) => nounRuns(words[2] ?? [], usual).map((run) => run.words.map(({ form }) => form).join(" "));
  expect(runs(new Set())).not.toContain("screen");
  expect(runs(usualNouns(words))).toEqual(["battery", "screen"]);
});

describe("frequent aspects", () => {
  let sentence = 0;
  const word = (form: string): Word => ({
    key: form.replace(/s$/, ""),
    form,
    kind: "noun",
    names: true,
    alone: form !== "customer",
    apart: false,
    start: 0,
    end: 0,
  });
  const said = (row: number, ...runs: string[]): Statement => ({
    row,
    sentence: sentence++,
    runs: runs.map((run) => ({ start: 0, words: run.split(" ").map(word) })),
  });
  const rules = { support: 0.01, fewest: 3, peopleOf: (rows: readonly number[]) => new Set(rows).size };
  const found = (statements: Statement[], more: Partial<typeof rules> = {}) =>
    frequentAspects(statements, { ...rules, ...more }).map(({ form, statements: places }) => `${form} ${places.length}`);
  const times = (n: number, ...runs: string[]) => Array.from({ length: n }, (_, i) => said(i, ...runs));

  it("are those that enough sentences and people name, under their commonest form", () => {
    expect(found([...times(2, "remotes"), said(9, "remote"), ...times(2, "door")])).toEqual(["remotes 3"]);
    expect(found(times(4, "remote"), { peopleOf: () => 2 })).toEqual([]);
    expect(found([...times(4, "remote"), ...times(200, "screen")], { support: 0.02 })).toEqual(["screen 200"]);
  });

  it("are compounds where their words stand together, and the shorter only where it stands alone as well", () => {
    // Two sentences, copied by ten people.
    expect(found([...times(5, "battery life"), ...times(2, "life")], { peopleOf: (rows) => 5 * rows.length })).toEqual(["battery life 5"]);
    expect(found([...times(5, "battery life"), ...times(3, "battery")])).toEqual(["battery life 5", "battery 3"]);
    expect(found([...times(2, "battery life"), ...times(3, "battery")])).toEqual(["battery 5"]);
  });

  it("may have a word that alone is none", () => {
    expect(found([...times(4, "customer service"), ...times(5, "customer")])).toEqual(["customer service 4"]);
  });

  it("count a sentence once, however many clauses and runs name it", () => {
    const [one, two] = times(2, "remote");
    if (!one || !two) throw new Error("two sentences");
    expect(found([one, { ...one }, { ...one, runs: [...one.runs, ...one.runs] }, two])).toEqual([]);
  });
});
