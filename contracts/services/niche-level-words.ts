/** What was read of a level, in words. */
import type { LevelReading } from "./niche-opportunity.ts";

/** "high (75 %), else medium (25 %)": likeliest first, without those that are not possible. */
export function levelsInWords({ levels }: Pick<LevelReading, "levels">): string {
  return levels
    .filter(({ chance }) => chance > 0)
    .toSorted((a, b) => b.chance - a.chance)
    .map(({ level, chance }) => `${level} (${chanceInWords(chance)})`)
    .join(", else ");
}

/** "change in a year 12.0 % (2.0 % to 22.0 %, n 1,340)": the figure with its interval, and what was counted. */
export function figureInWords({ figure, value, low, high, unit, n, basis }: LevelReading): string {
  const amount = (one: number) => amountIn(unit, one);
  const counted = basis === "evidence" ? `, n ${whole(n)}` : ", from what was stated";
  return `${figure} ${amount(value)} (${amount(low)} to ${amount(high)}${counted})`;
}

/** Chances that would round to none or all without being it keep that visible. */
function chanceInWords(chance: number): string {
  if (chance < 0.005) return "< 1 %";
  if (chance < 1 && chance > 0.995) return "> 99 %";
  return `${Math.round(100 * chance)} %`;
}

function amountIn(unit: string, value: number): string {
  if (unit === "share") return `${(100 * value).toFixed(1)} %`;
  if (unit === "index") return whole(value);
  return `${unit} ${whole(value / 100)}`;
}

function whole(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}
