/** How much there is to win in a theme, guessed from its texts. */
import type { TextOutcome, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import type { Counted } from "./counted-words.ts";
import { higherInWords, outcomeInWords } from "./outcome-words.ts";

/** Nothing in analyses of before this was computed. */
export function ThemeOutcome({
  theme: { outcome },
  themes,
  unit,
}: {
  theme: ThemeSummary;
  themes: readonly ThemeSummary[];
  unit: Counted;
}) {
  if (!outcome) return null;
  return (
    <p>
      {outcomeInWords(outcome, unit)} {higherInWords(outcome, themes)} {methodOf(outcome)}
    </p>
  );
}

function methodOf({ method, samples, assumptions = [] }: TextOutcome): string {
  return `(${method}, ${samples} resamples${assumptions.length > 0 ? `; assumed: ${assumptions.join("; ")}` : ""})`;
}
