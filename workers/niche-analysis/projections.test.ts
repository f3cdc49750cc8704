import { describe, expect, it } from "vitest";
import { envelope, type StoredEvent } from "../../contracts/events/index.ts";
import type { ProjectedRow } from "../kit/projections.ts";
import {
  analysed,
  created,
  embedded,
  imported,
  noNode,
  prepared,
  scored,
  scoreWith,
  started,
  theme,
  themesFound,
} from "../../durable-objects/niche/testing/histories.ts";
import { happened, type NicheEvent } from "../../durable-objects/niche/events.ts";
import { unknownMarket } from "../../contracts/services/niche-analysis.ts";
import { nichesProjection } from "./projections.ts";

const organisation = "org_00000000000000000000000001";

function stored({ type, data }: NicheEvent, index: number): StoredEvent {
  const subject = `niche/${organisation}/nch_00000000000000000000000001`;
  const parts = { source: "/niche-analysis", type, dataversion: 1, subject, sequence: index + 1, organisation, time: 1_000 * index, data };
  return { ...envelope(parts), position: index + 1 };
}

/** The row after these events, and nothing where the niche was never created. */
function rowAfter(...history: NicheEvent[]): ProjectedRow | undefined {
  const concerned = history.map(stored).filter(({ type }) => nichesProjection.handles.includes(type));
  return concerned.reduce<ProjectedRow | undefined>((row, event) => nichesProjection.apply(row, event), undefined);
}

const child = (n: number) => ({ childId: `nch_${String(n).repeat(26)}`, name: "child", themeIds: [], evidence: 50 });

describe("the row of a niche", () => {
  it("begins with its creation and counts its evidence", () => {
    expect(rowAfter(created)).toMatchObject({ name: "Earbuds", status: "waiting", evidence_count: 0, score: null, parent_id: null });
    expect(rowAfter(created, imported(100))).toMatchObject({
      evidence_count: 100,
      done: 0,
      total: 100,
      updated_at: "1970-01-01T00:00:01.000Z",
    });
    expect(rowAfter(imported(100))).toBeUndefined();
  });

  it("runs again while people's changes of its themes are worked in, and only after an analysis that succeeded", () => {
    const renamed = happened("themes.overridden", {
      id: "override-1",
      override: { kind: "rename", themeId: theme.id, label: "Power" },
      overriddenBy: "usr_1",
    });
    const withdrawn = happened("override.withdrawn", { overrideId: "override-1", withdrawnBy: "usr_1" });
    for (const change of [renamed, withdrawn]) {
      expect(rowAfter(...analysed, change)).toMatchObject({ status: "running" });
      expect(rowAfter(...analysed, change, themesFound, scored)).toMatchObject({ status: "succeeded" });
      expect(rowAfter(created, imported(100), change)).toMatchObject({ status: "waiting" });
    }
  });

  it("follows an analysis to its score", () => {
    expect(rowAfter(created, imported(100), started(100))).toMatchObject({ status: "running", done: 0, total: 100, unit: "texts" });
    expect(rowAfter(created, imported(100), started(100), prepared(32, 100), embedded(64, 100))).toMatchObject({ done: 64 });
    const { score, low, high, band } = scoreWith(unknownMarket);
    expect(rowAfter(...analysed)).toMatchObject({
      status: "succeeded",
      theme_count: 1,
      top_themes: '["battery life"]',
      score,
      low,
      high,
      band,
    });
  });

  it("says why an analysis failed and forgets it with the next", () => {
    const failed = happened("analysis.failed", { analysisId: "analysis-1", step: "prepare", fault: noNode });
    expect(rowAfter(created, imported(100), started(100), failed)).toMatchObject({ status: "failed", message: "No node is ready." });
    expect(rowAfter(created, imported(100), started(100), failed, started(100, "analysis-2"))).toMatchObject({
      status: "running",
      message: null,
    });
  });

  it("counts the niches of a discovery and is done with the last", () => {
    const begun = happened("discovery.started", { discoveryId: "discovery-1", children: [child(1), child(2)] });
    const derived = (n: number) => happened("niche.derived", { discoveryId: "discovery-1", ...child(n) });
    expect(rowAfter(...analysed, begun, derived(1))).toMatchObject({ status: "running", done: 1, total: 2, unit: "niches" });
    expect(rowAfter(...analysed, begun, derived(1), derived(2))).toMatchObject({ status: "succeeded", done: 2 });
  });

  it("takes a score after changed assumptions without touching its status", () => {
    const failed = happened("analysis.failed", { analysisId: "analysis-1", step: "embed", fault: noNode });
    const rescored = happened("opportunity.scored", { opportunity: scoreWith(unknownMarket) });
    expect(rowAfter(created, imported(100), started(100), failed, rescored)).toMatchObject({
      status: "failed",
      score: scoreWith(unknownMarket).score,
    });
  });
});
