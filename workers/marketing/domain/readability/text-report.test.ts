import { expect, test } from "vitest";
import { reportOnText } from "./text-report.ts";

test("a short text is scored and says that it is short", () => {
  const report = reportOnText("Cool dogs wear da sunglasses.");
  if (!report.ok) throw new Error(report.error.detail);
  expect(report.value.scores.fleschReadingEase).toBeCloseTo(83.32, 10);
  expect(report.value.warnings).toHaveLength(2);
});

test("a long text in another script is warned about, a long English one is not", () => {
  const english = reportOnText("The cook lost every edit again. ".repeat(40));
  expect(english.ok && english.value.warnings).toEqual([]);
  const greek = reportOnText("Ο μάγειρας έχασε πάλι όλες τις αλλαγές. ".repeat(40));
  expect(greek.ok && greek.value.warnings).toEqual(["Most letters are not English ones; the formulas were made for English."]);
});

test("a text without words is refused", () => {
  const report = reportOnText("... — !");
  expect(report).toMatchObject({ ok: false, error: { code: "invalid_input" } });
});
