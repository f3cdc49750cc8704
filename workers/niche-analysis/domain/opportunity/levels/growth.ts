/** The level of growth, from how many people write about the niche month by month. */
import type { Demand } from "../../../../../contracts/services/niche-demand.ts";
import type { LevelReading } from "../../../../../contracts/services/niche-opportunity.ts";
import { spreadOver } from "../../demand/months.ts";
import { chancesOfBands } from "./reading.ts";

/** Change in a year from which a market does not shrink, and from which it grows fast: the line of the growth-share matrix (Henderson 1970). */
export const growthBands = [0, 0.1] as const;

/** Undefined where the months or the people are too few for a trend. */
export function growthReading(demand: Demand): LevelReading | undefined {
  const { trend, class: found, n, unit } = demand;
  if (!trend) return undefined;
  const { value, low, high } = trend.yearly;
  const [falling, slow, fast] = chancesOfBands({ value, low, high }, growthBands);
  return {
    figure: `change in a year of the ${unit === "authors" ? "people" : "texts"} a month, as a share of their mean (${found})`,
    value,
    low,
    high,
    unit: "share",
    n,
    basis: "evidence",
    levels: [
      { level: "low", chance: falling },
      { level: "medium", chance: slow },
      { level: "high", chance: fast },
    ],
    method: `${trend.method}; low below 0 %, high from 10 % a year (growth-share matrix, Henderson 1970)`,
    assumptions: ["what is written and imported grows as the market does"],
    evidenceIds: spreadOver(demand, 20),
  };
}
