/** Levels of the factors as a figure with its interval suggests them: how likely each is, instead of the one that somebody guesses. */
import type { Factor, FactorName, LevelReading } from "../../../../../contracts/services/niche-opportunity.ts";
import { normalCdf, z95 } from "../../../../kit/statistics/normal.ts";

export type LevelledFactor = Extract<FactorName, "market_size" | "growth_rate" | "competition" | "monetization_potential">;

/** What is read of a niche; a factor of which nothing can be read is absent. */
export type Readings = Partial<Record<LevelledFactor, LevelReading>>;

export interface Measured {
  value: number;
  /** 95 % limits. */
  low: number;
  high: number;
}

/**
 * How likely a figure lies below `first`, from there to `second`, and beyond: normal on either side of its value, with its limits at 95 %. Bands that
 * the interval does not touch get nothing, the others share it out.
 */
export function chancesOfBands({ value, low, high }: Measured, [first, second]: readonly [number, number]): [number, number, number] {
  const below = (bound: number) => {
    const side = bound < value ? value - low : high - value;
    return side === 0 ? Number(bound > value) : normalCdf((z95 * (bound - value)) / side);
  };
  const touched = [low < first, low < second && high >= first, high >= second];
  const [lower, middle] = [below(first), below(second) - below(first)];
  const chances = [lower, middle, 1 - lower - middle].map((chance, band) => (touched[band] === true ? Math.max(0, chance) : 0));
  const [a = 0, b = 0, c = 0] = chances;
  const whole = a + b + c;
  return [a / whole, b / whole, c / whole];
}

/** What a factor's score was read from; undefined where somebody set the level, beside which a reading counts nothing, and where texts give it. */
export function readingOf({ set, reading, evidence }: Pick<Factor, "set" | "reading" | "evidence">): LevelReading | undefined {
  return set === undefined && evidence === undefined ? reading : undefined;
}

/** The readings that a score was made with, or could have been where somebody set the level. */
export function readingsBehind({ factors }: { factors: readonly Factor[] }): Readings {
  const of = (name: LevelledFactor) => factors.find((factor) => factor.name === name)?.reading;
  return readings({
    market_size: of("market_size"),
    growth_rate: of("growth_rate"),
    competition: of("competition"),
    monetization_potential: of("monetization_potential"),
  });
}

/** Without those that are undefined. */
export function readings(some: { [Name in LevelledFactor]?: LevelReading | undefined }): Readings {
  return Object.fromEntries(Object.entries(some).filter(([, reading]) => reading !== undefined));
}
