import { describe, expect, it } from "vitest";
import { demandSchema } from "../../../../contracts/services/niche-demand.ts";
import { chances } from "../../../kit/statistics/chance.ts";
import { datedTexts } from "../testing/dated.ts";
import { airPassengers } from "../testing/series.ts";
import { demandOf, nicheDemand, themeDemands } from "./demand.ts";
import { windowOf, type Dated } from "./months.ts";
import { hamedRao } from "./trend/hamed-rao.ts";
import { mannKendall } from "./trend/mann-kendall.ts";
import { seasonalMannKendall } from "./trend/seasonal-trend.ts";

const of = (texts: readonly Dated[]) => demandOf(texts, windowOf(texts), "texts");
/** A month more at either end, since these are left out as incomplete. */
const around = (counts: readonly number[]) => of(datedTexts([5, ...counts, 5]));
/** Poisson counts with the given means. */
function counted(means: readonly number[], seed = 1): number[] {
  const { process } = chances(seed);
  return means.map((rate) => process.poisson(rate));
}
const months = (count: number, rate: (month: number) => number) => Array.from({ length: count }, (_, i) => rate(i));

describe("the months of a source", () => {
  it("are counted from the first whole one to the last, gaps being zeros", () => {
    const demand = of(datedTexts([3, 5, 0, 2, 9]));
    expect(demand).toMatchObject({ from: "2020-02", counts: [5, 0, 2], n: 7, outside: 12, undated: 0, unit: "texts" });
  });

  it("do not stretch to a stray date, of which one in two hundred is allowed at either end", () => {
    const texts = datedTexts(Array.from({ length: 24 }, () => 10));
    const stray = [...texts, { date: "1975-05-01T00:00:00.000Z" }, { date: "2071-05-01T00:00:00.000Z" }];
    expect(of(stray)).toMatchObject({ from: "2020-02", counts: Array.from({ length: 22 }, () => 10), outside: 22 });
  });

  it("are at most the latest ten years", () => {
    const demand = of(datedTexts(Array.from({ length: 150 }, () => 1)));
    expect([demand.counts.length, demand.from]).toEqual([120, "2022-06"]);
  });

  it("count an author once a month where authors are counted", () => {
    const month = (day: number, author?: string) => ({ date: `2021-03-0${day}T00:00:00.000Z`, ...(author !== undefined && { author }) });
    const texts = [
      { date: "2021-02-01T00:00:00.000Z" },
      month(1, "a"),
      month(2, "a"),
      month(3, "b"),
      month(4),
      month(5),
      { date: "2021-04-01T00:00:00.000Z" },
    ];
    expect(demandOf(texts, windowOf(texts), "authors").counts).toEqual([4]);
    expect(demandOf(texts, windowOf(texts), "texts").counts).toEqual([5]);
  });
});

describe("the class of a demand", () => {
  it("is too few without dates, and says how many lack one", () => {
    const demand = of([{}, {}, { author: "a" }]);
    const rule = "It takes 20 counted in whole months; there are 0.";
    const absent = ["growth", "change-point", "season"].map((figure) => ({ figure, rule }));
    expect(demand).toMatchObject({
      class: "too-few",
      unit: "texts",
      n: 0,
      undated: 3,
      outside: 0,
      counts: [],
      texts: 0,
      evidence: [],
      absent,
    });
  });

  it("is too few below twenty texts and too short below eight months", () => {
    expect(around(Array.from({ length: 12 }, () => 1)).class).toBe("too-few");
    expect(around(Array.from({ length: 7 }, () => 9)).class).toBe("too-short");
    expect(around(Array.from({ length: 8 }, () => 9)).class).toBe("no-trend");
  });

  it("is rising or falling with the slope and its interval", () => {
    const up = around(counted(months(24, (i) => 20 + i)));
    expect(up).toMatchObject({ class: "rising", trend: { method: expect.stringContaining("Hamed & Rao") } });
    expect(up.trend && up.trend.low < 1 && up.trend.low > 0 && up.trend.high > 1).toBe(true);
    // 12 a year more than a mean of 31.5.
    expect(up.trend && up.trend.yearly.low < 12 / 31.5 && up.trend.yearly.high > 12 / 31.5).toBe(true);
    expect(around(counted(months(24, (i) => 50 - i))).class).toBe("falling");
  });

  it("is no trend where counts only vary, but for the one time in twenty", () => {
    const classes = Array.from(
      { length: 200 },
      (_, seed) =>
        around(
          counted(
            months(30, () => 10),
            seed,
          ),
        ).class,
    );
    const wrong = classes.filter((one) => one !== "no-trend").length;
    expect(wrong).toBeGreaterThanOrEqual(1);
    expect(wrong).toBeLessThanOrEqual(20);
  });

  it("does not take months that alternate for certainty: only the doubt of neighbours is added", () => {
    const alternating = counted(
      months(24, (i) => 10 + i / 6),
      13,
    );
    expect(hamedRao(alternating).p).toBeLessThan(1e-8);
    expect(around(alternating).trend?.p).toBe(mannKendall(alternating).p);
  });

  it("compares equal months where the season is strong: summers alone are no rise, and a rise through them is found", () => {
    const season = (i: number) => 40 + 25 * Math.sin((i * Math.PI) / 6);
    const still = around(counted(months(48, season)));
    expect(still).toMatchObject({ class: "no-trend", trend: { method: expect.stringContaining("Hirsch") } });
    const rise = around(counted(months(48, (i) => season(i) + i / 2)));
    expect(rise.class).toBe("rising");
    expect(rise.trend && rise.trend.low < 0.5 && rise.trend.high > 0.5).toBe(true);
  });

  it("takes ten years whose months resemble each other for less certain than independent ones", () => {
    const season = (i: number) => 60 + 35 * Math.sin((i * Math.PI) / 6);
    // Whole years go up and down together, with a slight rise.
    const years = [0, 9, -8, 10, -6, 12, -3, 9, 4, 12];
    const counts = months(120, (i) => Math.round(season(i) + (years[Math.floor(i / 12)] ?? 0) + ((i * 7919) % 13) / 3));
    const demand = of(datedTexts([200, ...counts, 200]));
    expect(demand.trend?.method).toContain("Hirsch & Slack");
    expect(demand.trend?.p).toBeGreaterThan(10 * seasonalMannKendall(counts, 12).p);
  });

  it("shows a burst that a trend over years does not: twice as fast as the year before", () => {
    const demand = around([...Array.from({ length: 12 }, () => 10), 20, 20, 20]);
    expect(demand.velocity).toMatchObject({ ratio: 2, recent: { count: 60, months: 3 } });
    expect(around(Array.from({ length: 14 }, () => 10)).velocity).toBeUndefined();
  });

  it("fits its contract, also where a rate has no bound", () => {
    const fresh = around([...Array.from({ length: 12 }, () => 0), 9, 9, 9]);
    expect(fresh.velocity).toMatchObject({ ratio: null, high: null, before: { count: 0 } });
    expect(demandSchema.parse(JSON.parse(JSON.stringify(fresh)))).toEqual(fresh);
  });
});

describe("the demand of many themes", () => {
  const flat = counted(
    months(24, () => 10),
    1,
  );
  const slight = counted(
    months(24, (i) => 10 + i / 6),
    8,
  );
  const themes = (count: number) => [slight, ...Array.from({ length: count }, () => flat)].map((counts) => datedTexts([5, ...counts, 5]));

  it("calls a slight rise a rise when it stands alone, and chance when it is one of many", () => {
    const window = windowOf(themes(0)[0] ?? []);
    const [alone] = themeDemands(themes(0), window, "texts");
    const [among] = themeDemands(themes(9), window, "texts");
    expect(alone?.class).toBe("rising");
    expect(among).toMatchObject({
      class: "no-trend",
      trend: { p: alone?.trend?.p, adjustedP: expect.closeTo((alone?.trend?.p ?? 0) * 10, 9) },
    });
  });
});

describe("what counts say beyond their trend", () => {
  const niche = (counts: readonly number[], seed = 1) => {
    // Many in the months at either end: one text in two hundred counts as stray.
    const texts = datedTexts([100, ...counts, 100]);
    return nicheDemand(texts, windowOf(texts), "texts", { seed, pause: async () => {} });
  };
  const airline = airPassengers.slice(0, 60);

  it("is growth with its interval, a change of level with both levels, and the strength of the season", async () => {
    const jump = [...Array.from({ length: 12 }, (_, i) => 10 + (i % 3)), ...Array.from({ length: 14 }, (_, i) => 30 + (i % 3))];
    const { growth, changePoint, season } = await niche(jump);
    expect(changePoint).toMatchObject({
      month: "2021-02",
      last: 11,
      n: 26,
      changed: true,
      before: 11,
      method: expect.stringContaining("Pettitt"),
    });
    expect(changePoint?.after).toBeCloseTo(30.93, 2);
    expect(growth && growth.low < growth.rate && growth.rate < (growth.high ?? 0)).toBe(true);
    expect(growth).toMatchObject({ offset: 0, n: 26, level: 0.95 });
    expect(season?.strength).toBeLessThan(0.6);
    expect((await niche(airline)).season?.strength).toBeGreaterThan(0.8);
  });

  it("is no change of level where counts only vary", async () => {
    expect((await niche(counted(months(30, () => 10)))).changePoint).toMatchObject({ changed: false });
  });

  it("is a forecast of twelve months with both limits and its back-test, as the contract says, the same for the same seed", async () => {
    const demand = await niche(airline);
    expect(demandSchema.parse(JSON.parse(JSON.stringify(demand)))).toEqual(demand);
    const { forecast } = demand;
    expect(forecast).toMatchObject({ from: "2025-02", period: 12, n: 60, test: { origins: 6, horizon: 12 } });
    expect(forecast?.mean).toHaveLength(12);
    const within = forecast?.mean.every((value, i) => {
      const at = (limits: number[] | undefined) => limits?.[i] ?? Number.NaN;
      return at(forecast.low) < at(forecast.inner.low) && at(forecast.inner.low) < value && value < at(forecast.inner.high);
    });
    expect(within).toBe(true);
    expect((await niche(airline)).forecast).toEqual(forecast);
    expect(demand.absent).toEqual([]);
  });

  it("is the seasonal naive forecast where that wins, and never below zero", async () => {
    const year = [0, 0, 9, 3, 0, 12, 0, 7, 1, 0, 4, 0];
    const { forecast } = await niche(Array.from({ length: 60 }, (_, i) => (year[i % 12] ?? 0) + (i === 26 ? 1 : 0)));
    expect(forecast).toMatchObject({ method: "seasonal naive", mean: year });
    expect(Math.min(...(forecast?.low ?? []))).toBe(0);
  });

  it("ahead is shorter, and without a season, the less there is to test it on, and says what it takes", async () => {
    const steady = (length: number) => niche(counted(months(length, () => 10)));
    const [three, unseasonal, none] = [await steady(34), await steady(20), await steady(19)];
    expect([three.forecast?.period, three.forecast?.mean.length]).toEqual([12, 3]);
    expect([unseasonal.forecast?.period, unseasonal.forecast?.mean.length]).toEqual([1, 3]);
    expect(none.forecast).toBeUndefined();
    expect(none.absent).toEqual([
      { figure: "season", rule: "It takes 24 whole months; there are 19." },
      { figure: "forecast", rule: "It takes 20 whole months; there are 19." },
    ]);
    expect((await niche([1, 2])).absent?.map(({ figure }) => figure)).toEqual(["growth", "change-point", "season", "forecast"]);
  });

  it("of a theme among many has a change of level by Holm's p", () => {
    const shift = counted(
      months(24, (i) => (i < 12 ? 10 : 13)),
      8,
    );
    const flat = counted(months(24, () => 10));
    const themes = [shift, ...Array.from({ length: 30 }, () => flat)].map((counts) => datedTexts([5, ...counts, 5]));
    const window = windowOf(themes[0] ?? []);
    const [alone] = themeDemands(themes.slice(0, 1), window, "texts");
    const [among] = themeDemands(themes, window, "texts");
    expect(alone?.changePoint?.changed).toBe(true);
    expect(among?.changePoint).toMatchObject({ changed: false, p: alone?.changePoint?.p });
    expect(among?.forecast).toBeUndefined();
  });
});
