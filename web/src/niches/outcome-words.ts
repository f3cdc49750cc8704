/** An opportunity from texts as a sentence; `unit` is what shares of the niche count. */
import type { Sureness, TextOutcome, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import type { ShrunkShare } from "../../../contracts/services/niche-figures.ts";
import { percent, plural, range } from "../interface/formats.ts";
import { countedInWords, type Counted } from "./counted-words.ts";

export function outcomeInWords(outcome: TextOutcome, unit: Counted): string {
  const { score, low, high, band, possibleBands, importance, importanceInterval, satisfaction, satisfactionInterval, n, first } = outcome;
  const others = possibleBands.filter((other) => other !== band);
  const could = others.length === 0 ? "" : `, could also be ${others.join(" or ")}`;
  return `Opportunity ${tenth(score)} of 20 (95 % interval ${tenth(low)} to ${tenth(high)}; ${countedInWords(n, unit)}): ${band}${could}. Importance ${tenth(importance)}${limits(importanceInterval)}, satisfaction ${tenth(satisfaction)}${limits(satisfactionInterval)} of 10; the first of all themes in ${percent(first)} of the resamples.`;
}

/** Against which of the others it came out higher how often: of the three with most to win. Undefined where that was not kept. */
export function higherInWords({ above = [] }: TextOutcome, themes: readonly Pick<ThemeSummary, "id" | "label">[]): string | undefined {
  const others = above.slice(0, 3).flatMap(({ themeId, probability }) => {
    const label = themes.find(({ id }) => id === themeId)?.label;
    return label === undefined ? [] : [`${label} in ${percent(probability)}`];
  });
  return others.length === 0 ? undefined : `More to win than in ${others.join(", ")} of the resamples.`;
}

/** Between which values the stability lies, and how well the terms go together; what was not computed is not spoken of. */
export function trustInWords({ stability, stabilityInterval, coherence }: ThemeSummary, resamples?: number): string[] {
  const within = stabilityInterval
    ? `, 95 % of ${plural(stabilityInterval.n, "resample")} ${range(stabilityInterval.low, stabilityInterval.high, two)}`
    : "";
  const of = stabilityInterval === undefined && resamples !== undefined ? `, ${plural(resamples, "resample")}` : "";
  return [
    ...(stability === undefined
      ? []
      : [`stability under resampling ${two(stability)} (mean Jaccard similarity${within}${of}; Hennig 2007)`]),
    ...(coherence
      ? [
          `coherence of its terms ${two(coherence.value)} (95 % interval ${range(coherence.low, coherence.high, two)}; ${plural(coherence.pairs, "pair")} in ${plural(coherence.n, "text")}; mean NPMI, −1 never together, 0 as chance has it, 1 always)`,
        ]
      : []),
  ];
}

/** How strongly people complain, with interval and n; empty where nobody does. */
export function strengthInWords({ intensity, sureness, complaint }: ThemeSummary): string {
  if (complaint.count === 0) return "";
  const interval = sureness
    ? ` (95 % interval ${sureness.intensity.low.toFixed(2)} to ${sureness.intensity.high.toFixed(2)}; ${plural(sureness.intensity.n, "complaint")})`
    : ` (${plural(complaint.count, "complaint")})`;
  return `mean strength of the complaints ${intensity.toFixed(2)}${interval}`;
}

/** What a small theme's share of complaints is worth beside those of the others. */
export function shrunkInWords({ value, low, high, prior }: ShrunkShare, unit: Counted): string {
  return `${percent(value)} complain (${range(low, high, percent)}) when drawn towards the ${percent(prior.mean)} of all ${prior.groups} themes, which weigh like ${countedInWords(Math.round(prior.strength), unit)}`;
}

/** "near medium: …" where the severity might as well be another; undefined where it is clear. */
export function nearInWords({ near, severities, samples }: Sureness): string | undefined {
  return near && `near ${near}, which came out in ${percent(severities[near] ?? 0)} of ${samples} resamples`;
}

/** Nothing in analyses of before they were kept. */
function limits(interval: TextOutcome["importanceInterval"]): string {
  return interval ? ` (${range(interval.low, interval.high, tenth)})` : "";
}

function two(value: number): string {
  return value.toFixed(2);
}

export function tenth(value: number): string {
  return value.toFixed(1);
}
