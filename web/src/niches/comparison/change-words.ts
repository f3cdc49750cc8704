/** What would change the first place, in sentences. */
import type { RankingChanges } from "../../../../contracts/services/niche-analysis.ts";
import { percent, score, words } from "../../interface/formats.ts";

export type WeightChange = RankingChanges["weights"][number];
export type FactorChange = RankingChanges["factors"][number];

/** `nameOf` a niche by its id. */
export function weightChangeInWords({ flipAt, change, overtakenBy }: WeightChange, nameOf: (id: string) => string): string {
  if (flipAt === null || change === null || overtakenBy === null) return "no weight of it changes the first place";
  return `at ${percent(flipAt)}: ${nameOf(overtakenBy)} would come first`;
}

/** What happens at the value or the levels at which it does. */
export function factorChangeInWords(
  { effect, against, flipAt, value, levels, possible }: FactorChange,
  nameOf: (id: string) => string,
): string {
  if (flipAt === null && levels.length === 0) return "cannot change it";
  const happens = effect === "loses" ? `${nameOf(against)} would come first` : "would come first";
  const levelled = levels.length > 0 ? `if ${levels.map(words).join(" or ")}` : undefined;
  const valued = flipAt === null ? undefined : `${flipAt < value ? "below" : "above"} ${score(flipAt)}`;
  const when = [levelled, valued].filter((part) => part !== undefined).join(", ");
  return `${happens} ${when}${possible ? "" : " (outside what is possible)"}`;
}

/** Those that could happen first, smallest change first among them; what cannot happen is left out. */
export function possibleChanges(factors: readonly FactorChange[]): FactorChange[] {
  return factors.filter(({ possible, flipAt, levels }) => possible && (flipAt !== null || levels.length > 0));
}
