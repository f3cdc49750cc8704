import { describe, expect, test } from "vitest";
import { maxThemes, themesFoundSchema } from "../../../contracts/events/niche-analysis.ts";
import { unknownMarket } from "../../../contracts/services/niche-opportunity.ts";
import { themeSchema } from "../../../contracts/services/niche-themes.ts";
import { analyseNiche } from "./analysis.ts";
import { scoreText } from "./complaint/score.ts";
import type { OccurrenceSource } from "./counting/occurrences.ts";
import { monthAt } from "./demand/months.ts";
import { rescore } from "./opportunity/score.ts";
import { material, reordered, texts, type Material } from "./testing/topics.ts";
import { textsOf } from "./texts.ts";
import { inMemory } from "./themes/vectors.ts";

const made = material([
  {
    texts: texts(
      40,
      "The battery dies after # minutes, what a disappointment.",
      "Battery life is terrible, it lasted # minutes.",
      "My battery broke on day #.",
    ),
  },
  {
    texts: texts(
      40,
      "Sound quality is excellent in room #.",
      "I love the sound quality, song # was great.",
      "Clear sound on track #, very happy.",
    ),
  },
  {
    texts: texts(
      40,
      "Customer service never answered mail #.",
      "Customer service solved ticket # quickly, great.",
      "Rude customer service in case #.",
    ),
  },
]);
const analyse = ({ evidence, vectors, dimensions }: Material, seed = 1) =>
  analyseNiche({
    name: "phone accessories",
    market: unknownMarket,
    evidence,
    texts: textsOf(evidence),
    vectors: inMemory(vectors, dimensions),
    seed,
    model: "test@1",
  });
const analysis = await analyse(made);

describe("analysing a niche", () => {
  test("finds the themes, most severe first, with the share of complaints in each", () => {
    const found = analysis.themes.map(({ label, severity }) => [label.split(",")[0], severity]);
    expect(found[0]).toEqual([expect.stringMatching(/battery/i), "high"]);
    expect(analysis.themes.find(({ label }) => /sound/i.test(label))).toMatchObject({
      severity: "low",
      complaint: { value: expect.closeTo(0, 1) },
    });
    for (const theme of analysis.themes) expect(themeSchema.parse(theme)).toEqual(theme);
  });

  test("names the texts that complain, strongest first, and those that voice a need", () => {
    for (const { complaint, complaining = [], evidenceIds, needs = [] } of analysis.themes) {
      expect(complaining).toHaveLength(complaint.count);
      expect(new Set(complaining).size).toBe(complaint.count);
      const textOf = new Map(made.evidence.map(({ id, text }) => [id, text]));
      const scores = complaining.map((place) => scoreText(textOf.get(evidenceIds[place] ?? "") ?? "").score);
      expect(scores.every((score) => score >= 0.5)).toBe(true);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      for (const { share, places = [], quotes } of needs) {
        expect(places).toHaveLength(share.count);
        expect(quotes.every(({ evidenceId }) => places.some((place) => evidenceIds[place] === evidenceId))).toBe(true);
      }
    }
  });

  test("says how sure the strength and the severity of each theme are, and what stands behind the factor", () => {
    for (const { severity, intensity, sureness, complaint } of analysis.themes) {
      expect(sureness?.intensity.n).toBe(complaint.count);
      expect((sureness?.intensity.low ?? 1) <= intensity && intensity <= (sureness?.intensity.high ?? 0)).toBe(true);
      const shares = Object.values(sureness?.severities ?? {});
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
      expect(sureness?.near).not.toBe(severity);
    }
    const factor = analysis.opportunity.factors.find(({ name }) => name === "problem_severity");
    const complaints = analysis.themes.reduce((sum, { complaint }) => sum + complaint.count, 0);
    expect(factor?.evidence).toMatchObject({ complaints, samples: 400 });
    expect(factor?.evidence?.evidenceIds).toHaveLength(20);
    expect(analysis.finding).toMatchObject({ resamples: 50, silhouetteTexts: expect.any(Number) });
  });

  test("guesses from the texts of each theme how much there is to win, marked as a guess", () => {
    const outcomes = analysis.themes.map(({ outcome }) => outcome);
    expect(
      outcomes.every((outcome) => outcome?.grade === "text-proxy" && outcome.low <= outcome.score && outcome.score <= outcome.high),
    ).toBe(true);
    expect(outcomes.reduce((sum, outcome) => sum + (outcome?.first ?? 0), 0)).toBeCloseTo(1, 10);
    for (const { id, outcome } of analysis.themes) {
      expect(outcome?.above).toHaveLength(Math.min(10, analysis.themes.length - 1));
      for (const { themeId, probability } of outcome?.above ?? []) {
        const other = analysis.themes.find((theme) => theme.id === themeId)?.outcome?.above?.find((one) => one.themeId === id);
        expect(probability + (other?.probability ?? Number.NaN)).toBeCloseTo(1, 10);
      }
    }
    const best = analysis.themes.toSorted((a, b) => (b.outcome?.score ?? 0) - (a.outcome?.score ?? 0))[0];
    expect(best?.label).toMatch(/battery/i);
  });

  test("with changes of people gives the same whether it finds the themes or is told what it found", async () => {
    const [first, second] = analysis.themes;
    const overrides = [
      { id: "override-1", override: { kind: "rename" as const, themeId: first?.id ?? "", label: "Power" } },
      { id: "override-2", override: { kind: "merge" as const, into: first?.id ?? "", from: [second?.id ?? ""] } },
    ];
    const { evidence, vectors, dimensions } = made;
    const input = {
      name: "n",
      market: unknownMarket,
      evidence,
      texts: textsOf(evidence),
      vectors: inMemory(vectors, dimensions),
      seed: 1,
      overrides,
    };
    const whole = await analyseNiche(input);
    const told = await analyseNiche({ ...input, found: analysis.found });
    expect(JSON.stringify(told)).toBe(JSON.stringify(whole));
    expect(whole.themes.map(({ size }) => size).toSorted()).toEqual([40, 80]);
    expect(whole.themes.find(({ size }) => size === 80)).toMatchObject({ id: first?.id, label: "Power" });
    expect(whole.finding.overrides).toEqual({ applied: 2, dormant: [] });
    expect(whole.found).toEqual(analysis.found);
  });

  test("every number has its interval and every quote stands where it says", () => {
    const byId = new Map(made.evidence.map(({ id, text }) => [id, text]));
    for (const { share, complaint, quotes, evidenceIds } of analysis.themes) {
      for (const { value, low, high } of [share, complaint]) expect(low <= value && value <= high && low < high).toBe(true);
      expect(quotes.length).toBeGreaterThanOrEqual(2);
      for (const { evidenceId, text, start, end } of quotes) {
        expect(byId.get(evidenceId)?.slice(start, end)).toBe(text);
        expect(evidenceIds).toContain(evidenceId);
      }
    }
  });

  test("gives the same bytes in another order of arrival, and other ones only where chance plays a part", async () => {
    const moved = reordered(
      made,
      made.truth.map((_, i) => (i * 49) % 120),
    );
    expect(JSON.stringify(await analyse(moved))).toBe(JSON.stringify(analysis));
    const other = await analyse(made, 2);
    expect(other.themes.map(({ id }) => id)).toEqual(analysis.themes.map(({ id }) => id));
    expect(other.opportunity.factors[3]?.score).toBe(analysis.opportunity.factors[3]?.score);
    expect(other.finding.seed).toBe(2);
  });

  test("says of niche and themes whether they are written about more often, where texts are dated", async () => {
    expect(analysis.demand).toMatchObject({ class: "too-few", undated: 120, counts: [] });
    // Batteries: more from month to month over two years. Everything else: evenly.
    const evidence = made.evidence.map((one, i) => {
      const place = i % 40;
      const month = made.truth[i] === 0 ? Math.floor(24 * Math.sqrt(place / 40)) : Math.floor((place * 24) / 40);
      return { ...one, date: new Date(Date.UTC(2023, month, 10)).toISOString() };
    });
    const dated = await analyse({ ...made, evidence });
    const battery = dated.themes.find(({ label }) => /battery/i.test(label));
    expect(battery?.demand).toMatchObject({ class: "rising", from: "2023-02", unit: "texts", undated: 0 });
    expect(dated.themes.filter(({ demand }) => demand?.class === "rising")).toEqual([battery]);
    expect(dated.demand.n + dated.demand.outside).toBe(120);
    const dates = new Map(evidence.map(({ id, date }) => [id, date]));
    for (const demand of [dated.demand, ...dated.themes.map((theme) => theme.demand)]) {
      const { evidence: behind = [], counts = [], from = "" } = demand ?? {};
      expect(behind.map((one) => [one.month, one.texts])).toEqual(
        counts.flatMap((count, place) => (count === 0 ? [] : [[monthAt(from, place), count]])),
      );
      for (const { month, evidenceIds } of behind) for (const id of evidenceIds) expect(dates.get(id)?.slice(0, 7)).toBe(month);
    }
    const moved = reordered(
      { ...made, evidence },
      made.truth.map((_, i) => (i * 49) % 120),
    );
    expect(JSON.stringify(await analyse(moved))).toBe(JSON.stringify(dated));
  });

  test("counts authors, not texts, where the source names them", async () => {
    const evidence = made.evidence.map((one, i) => ({ ...one, author: `author-${i % 30}` }));
    const vectors = inMemory(made.vectors, made.dimensions);
    const named = await analyseNiche({ name: "x", market: unknownMarket, evidence, texts: textsOf(evidence), vectors, seed: 1 });
    expect(named.finding).toMatchObject({ unit: "authors", distinctAuthors: 30, texts: 120 });
    expect(analysis.finding).toMatchObject({ unit: "texts", distinctAuthors: 120 });
    expect(Math.max(...named.themes.map(({ distinctAuthors }) => distinctAuthors))).toBeLessThanOrEqual(30);
    for (const { share, distinctAuthors } of named.themes) expect([share.count, share.n]).toEqual([distinctAuthors, 30]);
    const severity = (one: typeof named) => one.opportunity.factors.find(({ name }) => name === "problem_severity");
    expect(severity(named)?.score).toBe(severity(analysis)?.score);
  });

  test("counts who complains thirty times as one who complains, and asks three times as one who asks", async () => {
    const one = made.evidence.map((row, i) => ({ ...row, text: i < 40 ? `${row.text} Please fix it.` : row.text }));
    // One person wrote all but ten of the forty texts about batteries.
    const written = one.map((row, i) => ({ ...row, author: i < 30 ? "loud" : `author ${i}` }));
    const { themes, finding, opportunity } = await analyse({ ...made, evidence: written });
    const battery = themes.find(({ label }) => /battery/i.test(label));
    expect(battery).toMatchObject({ size: 40, distinctAuthors: 11, share: { count: 11, n: 91 }, complaint: { n: 11 } });
    expect(battery?.complaint.count).toBeLessThanOrEqual(11);
    expect(battery?.complaint.low).toBeLessThan(0.8);
    for (const { share } of battery?.needs ?? []) expect(share.n).toBeLessThanOrEqual(11);
    expect(finding.complaint).toMatchObject({ n: 91 });
    // Without dates and without anybody who would pay, no level is read.
    expect(opportunity.factors.filter(({ reading }) => reading)).toEqual([]);
  });

  test("reads the level of growth from its demand, and of monetization from who would pay", async () => {
    const paid = made.evidence.map((row, i) => ({
      ...row,
      text: i < 20 ? `${row.text} I would gladly pay $20 a month for one that works.` : row.text,
      date: `20${20 + Math.floor(i / 60)}-${String((Math.floor(i / 5) % 12) + 1).padStart(2, "0")}-05`,
    }));
    const { opportunity, demand } = await analyse({ ...made, evidence: paid });
    const factorOf = (name: string) => opportunity.factors.find((factor) => factor.name === name);
    expect(demand.trend).toBeDefined();
    expect(factorOf("growth_rate")).toMatchObject({ basis: "evidence", reading: { value: demand.trend?.yearly.value } });
    expect(factorOf("monetization_potential")).toMatchObject({ basis: "evidence", score: 0.9, reading: { n: 120 } });
    expect(factorOf("monetization_potential")?.reading?.evidenceIds).toHaveLength(20);
    expect(factorOf("market_size")?.basis).toBe("unknown");
    expect(rescore("phone accessories", unknownMarket, opportunity).factors).toEqual(opportunity.factors);
  });

  test("without evidence says that nothing is known", async () => {
    const vectors = inMemory(new Float32Array(0), 48);
    const nothing = await analyseNiche({ name: "x", market: unknownMarket, evidence: [], texts: textsOf([]), vectors, seed: 1 });
    expect(nothing.themes).toEqual([]);
    expect(nothing.opportunity.factors[3]).toMatchObject({ basis: "unknown", low: 0, high: 1 });
  });

  test("its event stays far below 100 kB with the most themes there can be", () => {
    const theme = analysis.themes[0];
    const { quotes = [], evidenceIds: _, ...summary } = theme ?? {};
    const many = Array.from({ length: maxThemes }, () => ({
      ...summary,
      terms: texts(8, "a term of two long words"),
      quoteIds: quotes.map(({ evidenceId }) => evidenceId),
    }));
    const event = themesFoundSchema.parse({ analysisId: "a", batchId: "b", finding: analysis.finding, themes: many });
    expect(JSON.stringify(event).length).toBeLessThan(100_000);
  });
});

describe("texts that many people wrote word for word", () => {
  /** Of each text of the first theme nine more people wrote it, a month after each other, in one conversation a text. */
  const repeated = (row: number) => made.truth[row] === 0;
  const evidence = made.evidence.map((one, row) => ({ ...one, author: `first ${row}` }));
  const occurrences: OccurrenceSource = {
    *read(rows) {
      for (const row of rows) {
        for (let i = 0; i < (repeated(row) ? 10 : 1); i++) {
          const author = i === 0 ? `first ${row}` : `copy ${row} ${i}`;
          yield { row, author, date: new Date(Date.UTC(2024, i, 5)).toISOString(), thread: repeated(row) ? `thread ${row}` : undefined };
        }
      }
    },
  };
  const input = (of: Material) => ({
    name: "phone accessories",
    market: unknownMarket,
    evidence: of.evidence,
    texts: textsOf(of.evidence),
    vectors: inMemory(of.vectors, of.dimensions),
    seed: 1,
  });

  test("count all of them in shares, complaints and demand, and are one text in the themes", async () => {
    const once = await analyseNiche(input({ ...made, evidence }));
    const counted = await analyseNiche({ ...input({ ...made, evidence }), occurrences });
    const battery = (themes: typeof once.themes) => themes.find(({ label }) => /battery/i.test(label));
    expect(battery(once.themes)).toMatchObject({ size: 40, distinctAuthors: 40, share: { count: 40, n: 120 }, complaint: { n: 40 } });
    expect(battery(counted.themes)).toMatchObject({ size: 40, distinctAuthors: 400, share: { count: 400, n: 480 }, complaint: { n: 400 } });
    expect(counted.themes.map(({ evidenceIds }) => evidenceIds)).toEqual(once.themes.map(({ evidenceIds }) => evidenceIds));
    expect(counted.finding).toMatchObject({ texts: 120, distinctAuthors: 480, copies: { exact: 360 }, complaint: { n: 480 } });
    // February to September 2024: whole months, 40 people in each.
    expect(battery(counted.themes)?.demand).toMatchObject({ from: "2024-02", counts: Array.from({ length: 8 }, () => 40), n: 320 });
    expect(counted.demand.n).toBe(320);
    expect(battery(counted.themes)?.demand).toMatchObject({ texts: 40 });
    expect(battery(counted.themes)?.demand?.evidence?.every(({ texts: written }) => written === 40)).toBe(true);
  });

  test("weigh in the severity by their number, and its method says what was drawn", async () => {
    const once = await analyseNiche(input({ ...made, evidence }));
    const counted = await analyseNiche({ ...input({ ...made, evidence }), occurrences });
    const severityIn = ({ opportunity }: typeof once) => opportunity.factors.find(({ name }) => name === "problem_severity")?.score ?? 0;
    expect(severityIn(counted)).toBeGreaterThan(severityIn(once) + 0.1);
    expect(once.finding.drawn).toEqual({ threads: 0, authors: 120, texts: 0 });
    expect(counted.finding.drawn).toEqual({ threads: 40, authors: 80, texts: 0 });
    expect(once.opportunity.method).toContain("bootstrap of the severity over authors");
    expect(counted.opportunity.method).toContain("over conversations, else authors");
    expect(rescore("phone accessories", { ...unknownMarket, marketSize: "large" }, counted.opportunity).method).toBe(
      counted.opportunity.method,
    );
  });
});

describe("texts that say the same in other words", () => {
  // The last text has the vector of the first, and words of its own.
  const again = material([
    { texts: texts(30, "The battery dies after # minutes.", "Battery life is terrible, it lasted # minutes.") },
    { texts: [...texts(30, "Sound quality is excellent in room #."), "Dead within the hour, every single time"] },
  ]);
  again.vectors.set(again.vectors.subarray(0, again.dimensions), 60 * again.dimensions);
  const [original = "", copy = ""] = [0, 60].map((row) => again.evidence[row]?.id ?? "");
  const pair = [original, copy].toSorted();
  const input = {
    name: "n",
    market: unknownMarket,
    evidence: again.evidence,
    texts: textsOf(again.evidence),
    vectors: inMemory(again.vectors, again.dimensions),
    seed: 1,
  };
  const decided = (kind: "same" | "distinct") => [{ id: "override-1", override: { kind, evidenceIds: pair } }];

  test("are suggested, and count until somebody accepts them", async () => {
    const { finding } = await analyseNiche(input);
    expect(finding.alike?.pairs[0]).toEqual({ evidenceIds: pair, similarity: expect.closeTo(1, 6) });
    expect(finding.alike?.texts).toBe(61);
    expect(finding.copies).toEqual({ exact: 0, near: 0 });
  });

  test("are one once they are accepted, at once and in later analyses: no words and no quote of the second", async () => {
    const before = await analyseNiche(input);
    for (const found of [before.found, undefined]) {
      const { finding, themes } = await analyseNiche({ ...input, found, overrides: decided("same") });
      expect(finding.copies).toEqual({ exact: 0, near: 0, same: 1 });
      expect(finding.overrides).toEqual({ applied: 1, dormant: [] });
      const home = themes.find(({ evidenceIds }) => evidenceIds.includes(original));
      expect(home?.evidenceIds).toContain(copy);
      const later = again.evidence.filter(({ id }) => [original, copy].includes(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1))[1];
      expect(home?.quotes.some(({ evidenceId }) => evidenceId === later?.id)).toBe(false);
      // Found anew without the copy, the pair is no suggestion any more; arranged again, it says what was decided.
      const shown = finding.alike?.pairs.find(({ evidenceIds }) => evidenceIds.join() === pair.join());
      expect(shown?.decision).toBe(found ? "same" : undefined);
      expect(shown !== undefined).toBe(found !== undefined);
    }
  });

  test("count apart where somebody says so, and say it in every later analysis", async () => {
    const { finding } = await analyseNiche({ ...input, overrides: decided("distinct") });
    expect(finding.alike?.pairs[0]).toMatchObject({ evidenceIds: pair, decision: "distinct" });
    expect(finding.copies).toEqual({ exact: 0, near: 0 });
    const gone = [{ id: "override-1", override: { kind: "same" as const, evidenceIds: ["evd_1", copy] } }];
    expect((await analyseNiche({ ...input, overrides: gone })).finding.overrides).toEqual({ applied: 0, dormant: ["override-1"] });
  });
});

test("no more texts stay outside than was asked, and the finding says both shares", async () => {
  const topics = Array.from({ length: 5 }, (_, topic) => ({ texts: texts(30, `text # of topic ${topic}`) }));
  const lone = material([...topics, ...Array.from({ length: 12 }, (_, i) => ({ texts: [`a lone remark ${i}`] }))]);
  const outside = async (outlierShare?: number) => {
    const { evidence, vectors, dimensions } = lone;
    const sources = { texts: textsOf(evidence), vectors: inMemory(vectors, dimensions) };
    const { finding } = await analyseNiche({ name: "n", market: unknownMarket, evidence, ...sources, seed: 1, outlierShare });
    return { ...finding.outlierShare, outliers: finding.outliers };
  };
  expect(await outside(0)).toEqual({ asked: 0, found: 0, outliers: 0 });
  expect(await outside(0.02)).toEqual({ asked: 0.02, found: 3 / 162, outliers: 3 });
  const usual = await outside();
  expect(usual).toMatchObject({ asked: 0.05, found: usual.outliers / 162 });
  expect(usual.outliers).toBeGreaterThan(3);
  expect(await outside(0.05)).toEqual(usual);
});
