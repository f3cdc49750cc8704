/** How much there is to win in a theme, guessed from its texts. */
import type { TextOutcome, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import type { Counted } from "./counted-words.ts";
import { EvidenceGradeBadge } from "./evidence-grade.tsx";
import { higherInWords, outcomeInWords } from "./outcome-words.ts";

/** Nothing in analyses of before this was computed. */
export function ThemeOutcome({
  theme: { outcome, label },
  themes,
  unit,
}: {
  theme: ThemeSummary;
  themes: readonly ThemeSummary[];
  unit: Counted;
}) {
  if (!outcome) return null;
  return (
    <p className="mt-2 text-sm" aria-label={`Opportunity of ${label}`}>
      <EvidenceGradeBadge grade={outcome.grade} /> {outcomeInWords(outcome, unit)} {higherInWords(outcome, themes)}{" "}
      <span className="text-xs text-muted">{methodOf(outcome)}</span>
    </p>
  );
}

function methodOf({ method, samples, assumptions = [] }: TextOutcome): string {
  return `(${method}, ${samples} resamples${assumptions.length > 0 ? `; assumed: ${assumptions.join("; ")}` : ""})`;
}
