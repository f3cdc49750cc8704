import { expect, test } from "vitest";
import type { NicheSummary } from "../../../contracts/services/niche-analysis.ts";
import { isUnderWay, nicheRows } from "./niche-tree.ts";

const niche = (id: string, parentId?: string): NicheSummary => ({
  id,
  name: id,
  parentId,
  work: { status: "succeeded", progress: { done: 1, total: 1, unit: "texts" } },
  evidenceCount: 1,
  themeCount: 0,
  topThemes: [],
  createdAt: "2026-11-01T00:00:00.000Z",
  updatedAt: "2026-11-01T00:00:00.000Z",
});
const outline = (niches: NicheSummary[]) => nicheRows(niches).map(({ niche: { id }, depth }) => `${" ".repeat(depth)}${id}`);

test("puts niches under the one they were found in and keeps the order of the scores among them", () => {
  expect(outline([niche("b1", "b"), niche("a"), niche("b2", "b"), niche("b"), niche("b2x", "b2")])).toEqual([
    "a",
    "b",
    " b1",
    " b2",
    "  b2x",
  ]);
});

test("shows a niche whose parent is on a later page instead of losing it", () => {
  expect(outline([niche("b1", "b"), niche("a")])).toEqual(["b1", "a"]);
});

test("is under way while it waits its turn or runs", () => {
  const at = (status: NicheSummary["work"]["status"]) => isUnderWay({ work: { ...niche("a").work, status } });
  expect([at("queued"), at("running"), at("waiting"), at("succeeded"), at("failed")]).toEqual([true, true, false, false, false]);
});
