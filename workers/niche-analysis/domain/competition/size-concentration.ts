/** How concentrated a market is by the sizes that a table states: shares of the market, or what stands for them. */
import { chances, type Chance } from "../../../kit/statistics/chance.ts";
import { concentrationBands } from "../../../../contracts/services/niche-calculators.ts";
import type { CompetitionFigures, SizeBasis } from "../../../../contracts/services/niche-market-figures.ts";
import type { CompetitorRow } from "../../../../contracts/services/niche-market-tables.ts";
import { quantile } from "../intervals/bootstrap.ts";
import { bandOfIndex, herfindahl } from "./concentration.ts";
import { plural } from "../report/figures.ts";

type SizeConcentration = NonNullable<CompetitionFigures["concentration"]>;

const samples = 400;
/** Stated shares may add up to this much more than all, by rounding. */
const rounding = 1.02;
/** The most believed first; what fewer than two competitors have says nothing. */
const bases: readonly { basis: SizeBasis; sizeOf: (row: CompetitorRow) => number | undefined }[] = [
  { basis: "share", sizeOf: ({ share }) => share },
  { basis: "reviews", sizeOf: ({ reviews }) => reviews },
  { basis: "traffic", sizeOf: ({ traffic }) => traffic },
];

/**
 * Of stated shares the limits say what the missing part of the market can do: spread over very many (low) or in one hand (high). Reviews and visits
 * are a proxy: their limits are a parametric bootstrap, 95 %, of as many reviews or visits (multinomial). Undefined where no column tells sizes.
 */
export function sizeConcentration(rows: readonly CompetitorRow[], seed: number): SizeConcentration | undefined {
  const found = bases
    .map(({ basis, sizeOf }) => ({
      basis,
      sized: rows.flatMap((row) => ((sizeOf(row) ?? 0) > 0 ? [{ row, size: sizeOf(row) ?? 0 }] : [])),
    }))
    .find(({ sized }) => sized.length >= 2);
  if (!found) return undefined;
  const { basis, sized } = found;
  const whole = sized.reduce((sum, { size }) => sum + size, 0);
  const sizes = sized.map(({ size }) => size);
  const stated = basis === "share" ? ofShares(sizes, whole) : ofCounts(sizes, whole, seed);
  const [from, to] = [stated.low, stated.high].map((limit) => concentrationBands.indexOf(bandOfIndex(limit)));
  const left = rows.length - sized.length;
  return {
    ...stated,
    band: bandOfIndex(stated.index),
    possibleBands: concentrationBands.slice(from, (to ?? 0) + 1),
    equivalents: 10_000 / stated.index,
    basis,
    shares: sized
      .map(({ row, size }) => ({
        row: row.row,
        competitor: row.name,
        size,
        share: basis === "share" ? size / Math.max(1, whole) : size / whole,
      }))
      .toSorted((a, b) => b.size - a.size || a.row - b.row),
    n: sized.length,
    assumptions: [
      ...stated.assumptions,
      ...(left > 0
        ? [`${plural(left, "competitor of the table states none and is", "competitors of the table state none and are")} left out`]
        : []),
    ],
  };
}

type Index = Pick<SizeConcentration, "index" | "low" | "high" | "method" | "assumptions">;

function ofShares(shares: readonly number[], whole: number): Index {
  const method = "Herfindahl-Hirschman index of the stated shares, bands of the US merger guidelines of 2023";
  const over = whole > rounding;
  if (over || whole >= 1) {
    const index = herfindahl(shares);
    const assumptions = over ? [`the stated shares add up to ${Math.round(whole * 100)} %: they were scaled to 100 %`] : [];
    return { index, low: index, high: index, method, assumptions };
  }
  const [stated, missing] = [shares.reduce((sum, share) => sum + (100 * share) ** 2, 0), 100 * (1 - whole)];
  const index = stated + Math.min(missing, 100 * Math.min(...shares)) * missing;
  return {
    index: Math.min(index, stated + missing ** 2),
    low: stated,
    high: stated + missing ** 2,
    method: `${method}; limits: the part that is missing in very many hands, and in one`,
    assumptions: [
      `${Math.round(missing)} % of the market are in no row: the index takes them to belong to competitors like the smallest in the table`,
    ],
  };
}

function ofCounts(counts: readonly number[], whole: number, seed: number): Index {
  const index = herfindahl(counts);
  const { process } = chances(seed);
  const draws = Array.from({ length: samples }, () => herfindahl(multinomial(counts, Math.round(whole), process))).toSorted(
    (a, b) => a - b,
  );
  return {
    index,
    low: Math.min(index, quantile(draws, 0.025)),
    high: Math.max(index, quantile(draws, 0.975)),
    method:
      "proxy: Herfindahl-Hirschman index of shares of reviews or visits, 95 % parametric bootstrap over them, bands of the US merger guidelines of 2023",
    assumptions: [
      "reviews and visits stand for sales: who is reviewed more often than bought looks larger; the interval says nothing about that",
    ],
  };
}

/** How `total` fall onto shares like those of `counts`: one binomial after the other. */
function multinomial(counts: readonly number[], total: number, chance: Chance): number[] {
  let [left, weight] = [total, counts.reduce((sum, count) => sum + count, 0)];
  return counts.map((count) => {
    const drawn = weight <= 0 ? 0 : chance.binomial(left, Math.min(1, count / weight));
    left -= drawn;
    weight -= count;
    return drawn;
  });
}
