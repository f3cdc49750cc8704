import { describe, expect, it } from "vitest";
import type { Block } from "./blocks.ts";
import { nicheDemand } from "../demand/demand.ts";
import { monthAt, windowOf, type Dated } from "../demand/months.ts";
import { demandBlocks } from "./demand-content.ts";
import { demandRows } from "./figure-rows/demand-rows.ts";
import { markdownReport } from "./markdown-report.ts";
import { Notes } from "./notes.ts";

/** As many texts in each month from January 2021 on, their ids out of the order of the months, and some without a date. */
function written(counts: readonly number[]): Dated[] {
  const dated = counts.flatMap((count, month) =>
    Array.from({ length: count }, (_, i) => ({
      text: `evd_${String((i * 7919 + month * 104_729) % 1_000_003).padStart(7, "0")}`,
      date: `${monthAt("2021-01", month)}-15T00:00:00.000Z`,
    })),
  );
  return [...dated, { text: "evd_0000000x" }].toSorted((a, b) => (a.text < b.text ? -1 : 1));
}

const demandIn = (texts: Dated[]) => nicheDemand(texts, windowOf(texts), "texts", { seed: 1, pause: () => Promise.resolve() });
const counted = { key: "niche", of: "the niche" };
const textOf = (demand: Awaited<ReturnType<typeof demandIn>>) => {
  const notes = new Notes();
  const blocks: Block[] = demandBlocks(demand, notes, counted);
  return markdownReport({ title: "", state: "", blocks, notes: notes.list() }, []);
};
const rowsOf = (demand: Awaited<ReturnType<typeof demandIn>>) => demandRows(demand, { about: "niche", id: "n", label: "N" });

describe("demand in a report", async () => {
  // Sixty whole months between the first and the last, with a season and a rising level.
  const months = Array.from({ length: 60 }, (_, i) => 10 + Math.floor(i / 3) + (i % 12 === 11 ? 15 : 0) + ((i * i * 37) % 7));
  const texts = written([10, ...months, 10]);
  const demand = await demandIn(texts);
  const monthOfText = new Map(texts.map(({ text, date }) => [text, date?.slice(0, 7)]));

  it("has growth, change of level, season and the months ahead with how well the past was foreseen, each with the note", () => {
    const text = textOf(demand);
    expect(text).toMatch(/^Demand: rising; .*\[\^1\]\.$/m);
    expect(text).toMatch(/^- Growth \\\+[\d.]+ % a month \(.*; 60 months\)\[\^1\]\.$/m);
    expect(text).toMatch(/^- The level changed in 202\d-\d\d: .* texts a month before, .* since \(p below 0\.001, 60 months\)/m);
    expect(text).toMatch(/^- Strength of the season 0\.\d\d, of the trend 0\.\d\d/m);
    expect(text).toMatch(
      /^- Expected in the next 12 months: .* in 6 tests on its own past \(60 months\) its error was 0\.\d+ of the naive method's \(MASE; 0\.\d+ to 0\.\d+ from test to test\)/m,
    );
    expect(text.match(/^\| 2026-\d\d \| [\d.]+ \| [\d.]+ to [\d.]+ \| [\d.]+ to [\d.]+ \|$/gm)).toHaveLength(11);
    const total = months.reduce((sum, count) => sum + count, 0);
    expect(text).toMatch(
      new RegExp(
        `^\\[\\^1\\]: the niche: ${total} texts in 60 whole months from 2021-02; 1 text without a date, 20 outside .*Pettitt 1979.*`,
        "m",
      ),
    );
    expect(text).toMatch(new RegExp(`assumed: what is written and imported stands for demand.*; ${total - 5} more$`, "m"));
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

  it("names for every month texts that were written in it, and how many there are of them", () => {
    const rows = rowsOf(demand).filter(({ figure }) => figure.startsWith("demand in "));
    for (const [i, { figure, texts: behind }] of rows.entries()) {
      const month = figure.slice("demand in ".length);
      // 240 over sixty months.
      expect(behind).toMatchObject({ total: months[i], ids: { length: 4 } });
      expect(new Set(behind?.ids).size).toBe(4);
      expect(behind?.ids.map((id) => monthOfText.get(id))).toEqual(Array.from({ length: 4 }, () => month));
    }
  });

  it("names behind the trend only texts that were counted, the latest of each month first, and counts no others", () => {
    const [row] = rowsOf(demand);
    expect(row?.texts).toMatchObject({ total: months.reduce((sum, count) => sum + count, 0), ids: { length: 240 } });
    expect(row?.texts?.ids.slice(0, 3).map((id) => monthOfText.get(id))).toEqual(["2026-01", "2025-12", "2025-11"]);
    const inside = (id: string) => (monthOfText.get(id) ?? "") >= "2021-02" && (monthOfText.get(id) ?? "") <= "2026-01";
    expect(row?.texts?.ids.every(inside)).toBe(true);
  });

  it("names no text for an analysis that did not keep them", () => {
    const { evidence: _, texts: __, assumptions: ___, ...old } = demand;
    expect(rowsOf(old).every((row) => row.texts === undefined)).toBe(true);
    expect(textOf(old)).toMatch(/^\[\^1\]: the niche: \d+ texts in 60 whole months from 2021-02; [^`]*$/m);
  });

  it("says which figures are not given and why", async () => {
    const few = await demandIn(written([1, 2, 2, 2, 1]));
    expect(textOf(few)).toMatch(
      /^- Not given: growth, change of level, season, forecast\. It takes 20 counted in whole months; there are 6\.$/m,
    );
    expect(rowsOf(few).filter(({ value }) => value === "not given")).toHaveLength(4);
  });
});
