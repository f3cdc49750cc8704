import { describe, expect, it } from "vitest";
import type { Block } from "./blocks.ts";
import { nicheDemand } from "../demand/demand.ts";
import { monthAt, windowOf, type Dated } from "../demand/months.ts";
import { demandBlocks } from "./demand-content.ts";
import { demandRows } from "./figure-rows/demand-rows.ts";
import { markdownReport } from "./markdown-report.ts";
import { Notes } from "./notes.ts";

/** As many texts in each month from January 2021 on. */
function written(counts: readonly number[]): Dated[] {
  return counts.flatMap((count, month) => Array.from({ length: count }, () => ({ date: `${monthAt("2021-01", month)}-15T00:00:00.000Z` })));
}

const demandIn = (texts: Dated[]) => nicheDemand(texts, windowOf(texts), "texts", { seed: 1, pause: () => Promise.resolve() });
const counted = { key: "niche", of: "the niche", evidenceIds: [`evd_${"1".repeat(32)}`], texts: 900 };
const textOf = (demand: Awaited<ReturnType<typeof demandIn>>) => {
  const notes = new Notes();
  const blocks: Block[] = demandBlocks(demand, notes, counted);
  return markdownReport({ title: "", state: "", blocks, notes: notes.list() }, []);
};
const rowsOf = (demand: Awaited<ReturnType<typeof demandIn>>) =>
  demandRows(demand, { about: "niche", id: "n", label: "N" }, { ids: counted.evidenceIds, total: counted.texts });

describe("demand in a report", async () => {
  // Sixty whole months between the first and the last, with a season and a rising level.
  const months = Array.from({ length: 60 }, (_, i) => 10 + Math.floor(i / 3) + (i % 12 === 11 ? 15 : 0) + ((i * i * 37) % 7));
  const demand = await demandIn(written([10, ...months, 10]));

  it("has growth, change of level, season and the months ahead with how well the past was foreseen, each with the note", () => {
    const text = textOf(demand);
    expect(text).toMatch(/^Demand: rising; .*\[\^1\]\.$/m);
    expect(text).toMatch(/^- Growth \\\+[\d.]+ % a month \(.*; 60 months\)\[\^1\]\.$/m);
    expect(text).toMatch(/^- The level changed in 202\d-\d\d: .* texts a month before, .* since \(p below 0\.001, 60 months\)/m);
    expect(text).toMatch(/^- Strength of the season 0\.\d\d, of the trend 0\.\d\d/m);
    expect(text).toMatch(
      /^- Expected in the next 12 months: .* in 6 tests on its own past \(60 months\) its error was 0\.\d+ of the naive method's \(MASE\)/m,
    );
    expect(text.match(/^\| 2026-\d\d \| [\d.]+ \| [\d.]+ to [\d.]+ \| [\d.]+ to [\d.]+ \|$/gm)).toHaveLength(11);
    expect(text).toMatch(/^\[\^1\]: .*Pettitt 1979.*of the 900 texts of the niche/m);
  });

  it("is all in the table of figures: months, limits of both levels, errors", () => {
    const rows = rowsOf(demand);
    const of = (figure: string) => rows.filter((row) => row.figure.startsWith(figure));
    expect(of("demand in 20")).toHaveLength(60);
    expect(of("demand in 20").every(({ level, value, n }) => level === "none: a count" && value === n)).toBe(true);
    expect(of("demand expected in 2026-02").map(({ level }) => level)).toEqual([0.95, 0.8]);
    const [wide, narrow] = of("demand expected in 2026-02");
    expect(Number(wide?.low)).toBeLessThan(Number(narrow?.low));
    expect(of("error on its own past")[0]).toMatchObject({ source: "Hyndman & Koehler 2006; Tashman 2000", n: 6 });
    expect(of("demand, growth a month")[0]).toMatchObject({ level: 0.95, n: 60 });
    expect(of("demand, level").map(({ basis }) => basis)).toEqual(["changed", "changed"]);
    expect(rows.every(({ method, source, unit }) => method !== "" && source !== "" && unit !== "")).toBe(true);
  });

  it("says which figures are not given and why", async () => {
    const few = await demandIn(written([1, 2, 2, 2, 1]));
    expect(textOf(few)).toMatch(
      /^- Not given: growth, change of level, season, forecast\. It takes 20 counted in whole months; there are 6\.$/m,
    );
    expect(rowsOf(few).filter(({ value }) => value === "not given")).toHaveLength(4);
  });
});
