/** A number that is known only within a range, and how chance draws it. */
import type { Chance } from "../../../kit/statistics/chance.ts";
import { normalQuantile } from "../../../kit/statistics/normal.ts";
import { err, ok, type Result } from "../../../../contracts/result.ts";
import type { Uncertain } from "../../../../contracts/services/niche-market-size.ts";

/** `invalid_input`, naming the field, unless the numbers are finite, in order and within `least` and `most`. */
export function checked(name: string, input: Uncertain, least: number, most = Number.POSITIVE_INFINITY): Result<Uncertain> {
  const numbers =
    input.kind === "fixed" ? [input.value] : input.kind === "pert" ? [input.low, input.mode, input.high] : [input.p10, input.p90];
  const refuse = (why: string) => err("invalid_input", `${name} ${why}.`, { fields: [{ path: name, message: why }] });
  if (!numbers.every(Number.isFinite)) return refuse("needs finite numbers");
  if (numbers.some((value, i) => i > 0 && value < (numbers[i - 1] ?? 0))) return refuse("needs its numbers in ascending order");
  if (numbers.some((value) => value < least || value > most)) return refuse(`must lie between ${least} and ${most}`);
  if (input.kind === "lognormal" && input.p10 <= 0) return refuse("needs a lognormal above 0");
  if (input.kind === "lognormal" && most < Number.POSITIVE_INFINITY) return refuse("has an upper end, which a lognormal lacks");
  return ok(input);
}

/**
 * One draw. PERT is the Beta(1 + 4(m − a)/(b − a), 1 + 4(b − m)/(b − a)) on [a, b] (Malcolm, Roseboom, Clark & Fazar 1959), of mean
 * (a + 4m + b)/6; the lognormal has ln x normal with the stated tenth and ninetieth percentile.
 */
export function draw(input: Uncertain, chance: Chance): number {
  switch (input.kind) {
    case "fixed":
      return input.value;
    case "pert":
      return chance.pert(input.low, input.mode, input.high);
    case "lognormal": {
      const [low, high] = [Math.log(input.p10), Math.log(input.p90)];
      return Math.exp((low + high) / 2 + ((high - low) / (2 * normalQuantile(0.9))) * chance.normal());
    }
  }
}
