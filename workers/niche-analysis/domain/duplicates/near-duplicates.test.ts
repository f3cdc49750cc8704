import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { candidateProbability, chooseBanding } from "./banding.ts";
import { estimatedJaccard, signatureOf, signatureSize } from "./minhash.ts";
import { textsOf, type TextFacts } from "../texts.ts";
import { copiesAmong, missesWeighMore, nearThreshold } from "./near-duplicates.ts";
import { jaccard, plainText, shinglesOf } from "./shingles.ts";

type DatedText = TextFacts & { text: string };

const random = xoroshiro128plus(11);
const word = () => `w${uniformInt(random, 0, 5_000)}`;
const words = (count: number) => Array.from({ length: count }, word);

describe("shingles", () => {
  it("are runs of three words, without punctuation, case and repetition", () => {
    expect(shinglesOf(plainText("It broke, it BROKE — it broke!"))).toHaveLength(2);
    expect(shinglesOf(plainText("The hinge broke. Twice."))).toEqual(shinglesOf(plainText("the hinge  broke twice")));
    expect(shinglesOf(plainText("Great!"))).toHaveLength(1);
    expect(shinglesOf(plainText("!!! 🎉"))).toHaveLength(0);
  });

  it("give the Jaccard similarity of two texts", () => {
    const sets = ["a b c d e", "a b c d f"].map((text) => shinglesOf(text));
    // abc, bcd, cde against abc, bcd, cdf: two of four.
    expect(jaccard(sets[0] ?? new Uint32Array(), sets[1] ?? new Uint32Array())).toBe(0.5);
    expect(jaccard(new Uint32Array(), new Uint32Array())).toBe(0);
  });
});

it("estimates similarity within its standard error √(J(1−J)/128)", () => {
  for (const target of [0.2, 0.5, 0.8]) {
    const pairs = Array.from({ length: 200 }, () => {
      const common = Array.from({ length: Math.round(200 * target) }, () => uniformInt(random, 0, 2 ** 31));
      const side = () =>
        Uint32Array.from(new Set([...common, ...Array.from({ length: 200 - common.length }, () => uniformInt(random, 0, 2 ** 31))])).sort();
      const [a, b] = [side(), side()];
      return estimatedJaccard(signatureOf(a), signatureOf(b)) - jaccard(a, b);
    });
    const mean = pairs.reduce((sum, error) => sum + error, 0) / pairs.length;
    const deviation = Math.sqrt(pairs.reduce((sum, error) => sum + error ** 2, 0) / pairs.length);
    const j = target / (2 - target);
    const standardError = Math.sqrt((j * (1 - j)) / signatureSize);
    expect(Math.abs(mean)).toBeLessThan(3 * (standardError / Math.sqrt(pairs.length)));
    expect(deviation).toBeGreaterThan(0.8 * standardError);
    expect(deviation).toBeLessThan(1.2 * standardError);
  }
});

describe("banding", () => {
  it("is the one that datasketch 1.6 chooses for 128 numbers", () => {
    expect(chooseBanding(128, 0.8)).toEqual({ bands: 9, rows: 13 });
    expect(chooseBanding(128, 0.5)).toEqual({ bands: 25, rows: 5 });
  });

  it("proposes a pair at the threshold nearly always when misses weigh more", () => {
    const banding = chooseBanding(signatureSize, nearThreshold, missesWeighMore);
    expect(candidateProbability(nearThreshold, banding)).toBeGreaterThan(0.95);
    expect(candidateProbability(0.3, banding)).toBeLessThan(0.1);
  });
});

describe("copies", () => {
  const base = words(60);
  const altered = base.with(30, "other");
  const texts: DatedText[] = [
    { id: "c", text: base.join(" "), date: "2026-03-01T00:00:00Z" },
    { id: "a", text: `  ${base.join("  ").toUpperCase()} `, date: "2026-02-01T00:00:00Z" },
    { id: "b", text: altered.join(" "), date: "2026-04-01T00:00:00Z" },
    { id: "d", text: words(60).join(" "), date: "2026-01-01T00:00:00Z" },
    { id: "e", text: base.join(" ") },
  ];

  it("belong to the earliest text, word for word or nearly", async () => {
    expect((await copiesAmong(texts, textsOf(texts))).toSorted((x, y) => x.row - y.row)).toEqual([
      { row: 0, original: 1, kind: "exact" },
      { row: 2, original: 1, kind: "near" },
      { row: 4, original: 1, kind: "exact" },
    ]);
  });

  it("are the same whatever the order of the texts", async () => {
    const shuffled = [4, 2, 0, 3, 1];
    const named = async (list: readonly DatedText[]) =>
      (await copiesAmong(list, textsOf(list)))
        .map(({ row, original, kind }) => `${list[row]?.id} ${list[original]?.id} ${kind}`)
        .toSorted();
    expect(await named(shuffled.flatMap((row) => texts[row] ?? []))).toEqual(await named(texts));
  });

  it("do not chain: what resembles only a copy stands by itself", async () => {
    const drift = (text: string[], from: number) => text.map((one, i) => (i >= from && i < from + 3 ? `${one}x` : one));
    const long = words(100);
    const once = drift(long, 10);
    const twice = drift(once, 50);
    const thrice = drift(twice, 80);
    const drifted = [long, once, twice, thrice].map((list, i): DatedText => ({ id: `${i}`, text: list.join(" ") }));
    const similar = (i: number, j: number) =>
      jaccard(shinglesOf(drifted[i]?.text ?? ""), shinglesOf(drifted[j]?.text ?? "")) >= nearThreshold;
    expect([similar(0, 1), similar(0, 2), similar(2, 3), similar(0, 3)]).toEqual([true, true, true, false]);
    expect((await copiesAmong(drifted, textsOf(drifted))).map(({ row, original }) => [row, original])).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it("are found among thousands of texts in time that grows with their number", async () => {
    const many = Array.from({ length: 2_000 }, (_, i): DatedText => ({ id: `t${i}`, text: words(30).join(" ") }));
    const planted = many.slice(0, 100).map(({ text }, i): DatedText => ({ id: `u${i}`, text: `${text} indeed` }));
    const all = [...many, ...planted];
    const found = await copiesAmong(all, textsOf(all));
    expect(found).toHaveLength(100);
    expect(found.every(({ row, original, kind }) => kind === "near" && row === original + 2_000)).toBe(true);
  });
});
