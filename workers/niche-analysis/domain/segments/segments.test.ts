import { describe, expect, it } from "vitest";
import { segmentsSchema } from "../../../../contracts/services/niche-segments.ts";
import type { Theme } from "../../../../contracts/services/niche-themes.ts";
import { wilson } from "../intervals/wilson.ts";
import type { WrittenText } from "./people.ts";
import { segmentsOf } from "./segments.ts";

const id = (n: number) => `evd_${String(n).padStart(32, "0")}`;
const theme = (letter: string, rows: readonly number[], complaining: readonly number[] = []): Theme => ({
  id: `thm_${letter.repeat(16)}`,
  label: letter,
  terms: [],
  size: rows.length,
  distinctAuthors: rows.length,
  share: wilson(1, 2),
  complaint: wilson(0, 1),
  intensity: 0,
  severity: "low",
  quotes: [],
  evidenceIds: rows.map(id),
  complaining: [...complaining],
});
/** Sixty people: every third has the plan "pro", of these four in five write about theme a; of the others one in ten. */
const people = 60;
const isPro = (n: number) => n % 3 === 0;
const writesA = (n: number) => (isPro(n) ? n % 15 !== 0 : n % 10 === 1);
const texts: WrittenText[] = Array.from({ length: people }, (_, n) => ({
  id: id(n),
  author: `author ${n}`,
  attributes: { plan: [isPro(n) ? (n === 0 ? "PRO" : "pro") : "free"], country: [n % 2 === 0 ? "DE" : "FR"] },
}));
const all = Array.from({ length: people }, (_, n) => n);
const themes = [
  theme("a", all.filter(writesA), [0, 1]),
  theme(
    "b",
    all.filter((n) => !writesA(n)),
  ),
];

describe("who wrote the same words", () => {
  it("counts in the theme like everybody else, once, and has the attributes of no one else", () => {
    const shared = texts.map((text, n) =>
      n === 0 ? { ...text, others: ["author 3", "stranger", undefined, "author 0", "stranger"] } : text,
    );
    const found = segmentsOf(shared, themes, { unit: "authors" });
    // The stranger and somebody without a name are new; the others are known.
    expect(found.people).toBe(people + 2);
    const pro = found.segments.find(({ label }) => label === "plan: pro");
    // Of neither the plan is known: they are in no group and in no one's others.
    expect(pro?.share).toMatchObject({ count: 20, n: 60 });
    // Author 3 pays and writes about a anyway; that text 0 lies in b's place adds nothing to a.
    expect(pro?.themes.find(({ label }) => label === "a")?.share).toMatchObject({ count: 16, n: 20 });
    expect(pro?.themes.find(({ label }) => label === "b")?.share).toMatchObject({ count: 5, n: 20 });
  });
});

describe("segments by attributes", () => {
  const found = segmentsOf(texts, themes, { unit: "authors" });
  const of = (label: string) => found.segments.find((segment) => segment.label === label);

  it("say who writes about what more than others, how much more and how sure that is", () => {
    expect(segmentsSchema.parse(found)).toEqual(found);
    const pro = of("plan: pro");
    expect(pro).toMatchObject({ kind: "value", share: { count: 20, n: 60 }, texts: 20 });
    expect(pro?.themes[0]).toMatchObject({
      label: "a",
      difference: "more",
      share: { count: 16, n: 20, value: 0.8 },
      others: { count: 4, n: 40, value: 0.1 },
      lift: { value: expect.closeTo(8, 10) },
      complaint: { count: 1, n: 16 },
      othersComplaint: { count: 1, n: 4 },
    });
    expect(pro?.themes[0]?.lift.low).toBeGreaterThan(2);
    expect(pro?.themes[0]?.adjustedP).toBeLessThan(1e-5);
    expect(pro?.themes[1]).toMatchObject({ label: "b", difference: "less" });
  });

  it("name texts that stand behind it, complaints first", () => {
    const [first] = of("plan: pro")?.themes ?? [];
    const rows = all.filter(writesA);
    const lastComplains = [theme("a", rows, [rows.indexOf(57), rows.indexOf(1)]), themes[1] ?? theme("b", [])];
    const [late] = segmentsOf(texts, lastComplains, { unit: "authors" }).segments.find(({ label }) => label === "plan: pro")?.themes ?? [];
    // Of the two that complain, one is of the group and its id is the last.
    expect(late?.evidenceIds[0]).toBe(id(57));
    expect(first?.texts).toBe(16);
    const pros = new Set(all.filter(isPro).map(id));
    expect(first?.evidenceIds.every((one) => pros.has(one))).toBe(true);
  });

  it("call nothing a difference where there is none", () => {
    expect(of("country: DE")?.themes.map(({ difference }) => difference)).toEqual(["same", "same"]);
  });

  it("combine two attributes, against people of whom both are known", () => {
    expect(of("country: DE, plan: pro")).toMatchObject({ kind: "pair", share: { count: 10, n: 60 } });
  });

  it("leave out what is too small to say anything, and count it", () => {
    const few = segmentsOf(
      texts.map((text, n) => ({ ...text, attributes: { plan: [n < 9 ? "rare" : "other"] } })),
      themes,
      { unit: "authors" },
    );
    expect(few.segments.map(({ label }) => label)).toEqual([]);
    expect(few.tooSmall).toBe(2);
  });

  it("count people, not texts, and compare with those of whom the attribute is known", () => {
    const twice = [...texts, ...texts.map((text) => ({ ...text, id: id(Number(text.id.slice(4)) + 100), attributes: undefined }))];
    expect(segmentsOf(twice, themes, { unit: "authors" }).segments.find(({ label }) => label === "plan: pro")).toMatchObject({
      share: { count: 20, n: 60 },
      texts: 40,
    });
    const unknown = [...texts, { id: id(900), author: "somebody" }];
    expect(segmentsOf(unknown, themes, { unit: "authors" }).segments[0]?.share.n).toBe(60);
  });

  it("do not depend on the order of the texts but for the numbers of people", () => {
    expect(segmentsOf(texts.toReversed(), themes, { unit: "authors" })).toEqual(found);
  });
});

describe("segments by areas", () => {
  /** Each of sixty people wrote twice: a text of their own number, and one a hundred above. */
  const twice = texts.flatMap((text, n) => [text, { ...text, id: id(n + 100) }]);
  const second = (rows: readonly number[]) => rows.map((n) => n + 100);
  const areasOf = (written: readonly WrittenText[], found: readonly Theme[]) => {
    const areas = [{ label: "First", themeIds: [found[0]?.id ?? "", found[1]?.id ?? ""] }];
    return segmentsOf(written, found, { areas, unit: "authors" }).segments.filter(({ kind }) => kind === "area");
  };

  it("hold those who write about an area against the themes outside of it", () => {
    const found = [
      theme("a", all.slice(0, 20)),
      theme("b", all.slice(20, 40)),
      theme("c", second(all.slice(0, 25))),
      theme("d", all.slice(40)),
    ];
    const [segment] = areasOf(twice, found);
    expect(segment).toMatchObject({ label: "First", share: { count: 40, n: 60 } });
    expect(segment?.themes.map(({ label, difference }) => [label, difference])).toEqual([
      ["c", "more"],
      // Nobody of them writes about d, which says nothing: their texts are spent on a and b.
      ["d", "same"],
    ]);
  });

  it("are none where everybody wrote once: then who is in one theme is in no other", () => {
    expect(areasOf(texts, [theme("a", all.slice(0, 20)), theme("b", all.slice(20, 40)), theme("c", all.slice(40))])).toEqual([]);
  });
});
