/** How concentrated a market is: the Herfindahl-Hirschman index, and how far off it may be when shares are counted from mentions. */
import { concentrationBands } from "../../../../contracts/services/niche-calculators.ts";
import { bootstrapInterval, unitsOf } from "../intervals/bootstrap.ts";

export type ConcentrationBand = (typeof concentrationBands)[number];

/** Lower bounds of `moderate` and `high` in the US merger guidelines; those of 2023 are ours unless stated. */
export const guidelines = { 2023: { moderate: 1000, high: 1800 }, 2010: { moderate: 1500, high: 2500 } } as const;

export interface Mention {
  competitor: string;
  /** Who wrote it; mentions without an author each count as one. */
  author?: string;
}

export interface Concentration {
  /** 0 to 10,000. */
  index: number;
  low: number;
  high: number;
  band: ConcentrationBand;
  /** Bands that the interval touches, least concentrated first. */
  possibleBands: ConcentrationBand[];
  /** 10,000 ÷ index: as many competitors of equal size would have the same index. */
  equivalents: number;
  /** Largest first. */
  shares: { competitor: string; mentions: number; share: number }[];
  n: number;
  method: string;
}

/** Σ s², the shares s in per cent (Hirschman 1945, Herfindahl 1950); `sizes` in any unit. NaN of nothing. */
export function herfindahl(sizes: readonly number[]): number {
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.reduce((sum, size) => sum + ((100 * size) / whole) ** 2, 0);
}

export function bandOfIndex(index: number, year: keyof typeof guidelines = 2023): ConcentrationBand {
  const { moderate, high } = guidelines[year];
  // "Above 1,800" is highly concentrated, "between 1,000 and 1,800" moderately.
  return index > high ? "high" : index >= moderate ? "moderate" : "unconcentrated";
}

/**
 * Shares of mentions stand for shares of the market, a proxy: people write about what annoys them, not in proportion to what they buy. The
 * interval is a 95 % bootstrap over authors; few mentions make the index itself too high (each sample is more uneven than the
 * market), so read the interval first. `undefined` without mentions.
 */
export function concentrationOf(mentions: readonly Mention[], seed: number): Concentration | undefined {
  if (mentions.length === 0) return undefined;
  const names = [...new Set(mentions.map(({ competitor }) => competitor))].toSorted();
  const places = mentions.map(({ competitor }) => names.indexOf(competitor));
  const counts = (times: (mention: number) => number) => {
    const sums = names.map(() => 0);
    places.forEach((place, mention) => {
      sums[place] = (sums[place] ?? 0) + times(mention);
    });
    return sums;
  };
  const sizes = counts(() => 1);
  const index = herfindahl(sizes);
  const units = unitsOf(mentions.map(({ author }) => author));
  const interval = bootstrapInterval(units, mentions.length, (drawn) => herfindahl(counts((mention) => drawn[mention] ?? 0)), { seed });
  const [low, high] = [Math.min(interval.low, index), Math.max(interval.high, index)];
  const [from, to] = [low, high].map((limit) => concentrationBands.indexOf(bandOfIndex(limit)));
  return {
    index,
    low,
    high,
    band: bandOfIndex(index),
    possibleBands: concentrationBands.slice(from, (to ?? 0) + 1),
    equivalents: 10_000 / index,
    shares: names
      .map((competitor, i) => ({ competitor, mentions: sizes[i] ?? 0, share: (sizes[i] ?? 0) / mentions.length }))
      .toSorted((a, b) => b.mentions - a.mentions || (a.competitor < b.competitor ? -1 : 1)),
    n: mentions.length,
    method:
      "proxy: Herfindahl-Hirschman index of shares of mentions, 95 % bootstrap over authors, bands of the US merger guidelines of 2023",
  };
}
