/** The level of what can be earned, from the people who say unasked that they pay or would. */
import type { Proportion } from "../../../../../contracts/services/niche-figures.ts";
import type { LevelReading } from "../../../../../contracts/services/niche-opportunity.ts";
import { fewestCounted } from "../../demand/demand.ts";
import { chancesOfBands } from "./reading.ts";

/** Share of its users that pay for a product which is also free: "2 to 5 %" (Kumar 2014, Harvard Business Review 92(5)). */
export const payingBands = [0.02, 0.05] as const;

/**
 * A floor: who does not speak of paying may still pay. So a share in one band leaves that level and all better ones equally likely, and where it is
 * surely in the lowest nothing is read (undefined), nor of fewer than twenty people.
 */
export function monetizationReading(willing: Proportion, evidenceIds: readonly string[]): LevelReading | undefined {
  const [few, some, many] = chancesOfBands(willing, payingBands);
  if (willing.n < fewestCounted || willing.count === 0 || few === 1) return undefined;
  return {
    figure: "people who say that they pay or would pay, of those in themes",
    value: willing.value,
    low: willing.low,
    high: willing.high,
    unit: "share",
    n: willing.n,
    basis: "evidence",
    levels: [
      { level: "low", chance: few / 3 },
      { level: "medium", chance: few / 3 + some / 2 },
      { level: "high", chance: few / 3 + some / 2 + many },
    ],
    method:
      "Wilson 95 %; at least medium from 2 %, high from 5 % (shares of users who pay for what is also free, Kumar 2014); below, every level from there up equally likely",
    assumptions: ["who says so unasked would pay", "who does not say so may pay as well"],
    evidenceIds: evidenceIds.slice(0, 20),
  };
}
