/** What evidence says of a level, in words. */
import type { LevelReading } from "../../../contracts/services/niche-opportunity.ts";
import { figure, percent, range } from "../interface/formats.ts";

/** `high, or medium (25 %)`: likeliest first. */
export function levelsInWords({ levels }: LevelReading): string {
  const [first, ...others] = levels.filter(({ chance }) => chance > 0).toSorted((a, b) => b.chance - a.chance);
  return [first?.level, ...others.map(({ level, chance }) => `${level} (${percent(chance)})`)].join(", or ");
}

/** The figure with its interval and what was counted. */
export function readingInWords({ figure: measured, value, low, high, unit, n, basis }: LevelReading): string {
  const format =
    unit === "share"
      ? percent
      : unit === "index"
        ? (amount: number) => figure(Math.round(amount))
        : (amount: number) => `${unit} ${figure(Math.round(amount / 100))}`;
  const counted = basis === "evidence" ? `; n ${figure(n)}` : "";
  return `${measured}: ${format(value)} (${range(low, high, format)}${counted}).`;
}
