import { describe, expect, test } from "vitest";
import type { NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import { feedNiche } from "./niche-feed.ts";

const niche: NicheDetail = {
  id: "nch_01m82hp8fk8y1b0jw99hh2kg8e",
  name: "Phone accessories",
  work: { status: "waiting", progress: { done: 0, total: 900, unit: "texts" } },
  evidenceCount: 900,
  themeCount: 0,
  topThemes: [],
  market: { marketSize: "unknown", growthRate: "unknown", competition: "unknown" },
  themes: [],
  imports: [],
  childIds: [],
  createdAt: "2026-11-01T00:00:00.000Z",
  updatedAt: "2026-11-01T00:00:00.000Z",
  version: 4,
};
const event = (sequence: number, type: string, data: unknown) => ({ sequence, type, time: 1_000, data });
const embedded = (sequence: number, done: number) =>
  event(sequence, "evidence.embedded", { analysisId: "a", done, total: 900, model: "m@1" });

describe("a niche that is fed events", () => {
  test("shows the progress of an analysis without being read again", () => {
    const fed = feedNiche(niche, embedded(5, 250));
    expect(fed.reread).toBe(false);
    expect(fed.niche.version).toBe(5);
    expect(fed.niche.work).toEqual({ status: "running", progress: { done: 250, total: 900, unit: "texts" }, message: "Embedding texts" });
  });

  test("says what comes after the last text", () => {
    expect(feedNiche(niche, embedded(5, 900)).niche.work.message).toBe("Finding themes and scoring the opportunity");
  });

  test("does not go back for an event that it has seen", () => {
    expect(feedNiche(niche, embedded(4, 1))).toEqual({ niche, reread: false });
  });

  test("is read again after a gap, and for everything that is more than progress", () => {
    expect(feedNiche(niche, embedded(6, 250))).toEqual({ niche, reread: true });
    expect(feedNiche(niche, event(5, "themes.found", {})).reread).toBe(true);
  });

  test.each(["analysis.started", "analysis.prepared", "evidence.embedded"])("is read again when it does not understand %s", (type) => {
    expect(feedNiche(niche, event(5, type, { done: "many" }))).toEqual({ niche, reread: true });
  });

  test("starts counting with the analysis, past the texts that have their vectors", () => {
    const started = event(5, "analysis.started", { analysisId: "a", seed: 1, evidence: 900, evidenceDigest: "d" });
    expect(feedNiche(niche, started).niche.work.progress).toEqual({ done: 0, total: 900, unit: "texts" });
    const prepared = event(5, "analysis.prepared", { analysisId: "a", model: "m@1", dimensions: 384, done: 100, total: 900, chunks: 25 });
    expect(feedNiche(niche, prepared).niche.work.progress.done).toBe(100);
  });
});
