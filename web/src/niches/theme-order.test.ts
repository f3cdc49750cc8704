import { expect, test } from "vitest";
import type { Demand, DemandClass, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { datedThemes } from "./theme-order.ts";

function theme(label: string, kind: DemandClass, yearly: number): ThemeSummary {
  const share = { value: 0.5, low: 0.4, high: 0.6, count: 5, n: 10, method: "wilson-95" as const };
  const around = { value: yearly, low: yearly - 1, high: yearly + 1 };
  const tested = kind !== "too-few" && kind !== "too-short";
  const trend = { slope: yearly, low: 0, high: 1, start: 1, yearly: around, p: 0.01, method: "test" };
  const demand: Demand = {
    class: kind,
    unit: "texts",
    n: 30,
    undated: 0,
    outside: 0,
    from: "2024-01",
    counts: [1],
    ...(tested && { trend }),
  };
  const figures = { size: 10, distinctAuthors: 5, share, complaint: share, intensity: 0.5, severity: "low" as const };
  return { id: `thm_${label.padEnd(16, "0")}`, label, terms: [], ...figures, quotes: [], demand };
}

test("rising themes come first, then falling ones, the fastest first; what could not be tested is not drawn", () => {
  const themes = [
    theme("a", "no-trend", 0.9),
    theme("b", "falling", -0.2),
    theme("c", "rising", 0.3),
    theme("d", "too-few", 9),
    theme("e", "rising", 0.5),
    theme("f", "falling", -0.8),
    theme("0", "no-trend", 0.1),
  ];
  expect(datedThemes(themes).map(({ label }) => label)).toEqual(["e", "c", "f", "b", "a", "0"]);
  expect(datedThemes([{ ...theme("a", "rising", 1), demand: undefined }])).toEqual([]);
});
