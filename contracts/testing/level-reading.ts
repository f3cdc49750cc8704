/** A reading of growth, for tests: high with three chances in four. */
import type { LevelReading } from "../services/niche-opportunity.ts";

export const growthExample: LevelReading = {
  figure: "change in a year",
  value: 0.12,
  low: 0.02,
  high: 0.22,
  unit: "share",
  n: 1340,
  basis: "evidence",
  levels: [
    { level: "low", chance: 0 },
    { level: "medium", chance: 0.25 },
    { level: "high", chance: 0.75 },
  ],
  method: "m",
  assumptions: [],
  evidenceIds: ["evd_1"],
};
