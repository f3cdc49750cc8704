/** Themes and how they were found. */
import type { TextOutcome } from "../../../../../contracts/services/niche-text-outcome.ts";
import type { Theme, ThemeFinding } from "../../../../../contracts/services/niche-themes.ts";
import { demandRows } from "./demand-rows.ts";
import { ours, placed, proportion, type Figure, type Subject } from "./figure.ts";

const sampled = "the texts are a sample of what people say, each person independent of the others";
const judged = "who complains is judged by a score made for English";
const notKept = "none: analysed before it was kept";

export function findingRows(finding: ThemeFinding, niche: Pick<Subject, "id" | "label">): Figure[] {
  const { complaint, silhouette, silhouetteTexts, method, texts, outliers, seed, model } = finding;
  const about = { about: "niche", ...niche };
  const found = [`seed ${seed}`, ...(model === undefined ? [] : [`embedded by ${model}`])];
  return [
    {
      ...about,
      figure: "texts",
      value: texts,
      level: "none: a count",
      n: texts,
      unit: "texts",
      method: "counted",
      source: ours,
      assumptions: [],
    },
    { ...about, figure: "complaint", ...proportion(complaint), unit: unitOf(finding.unit), assumptions: [sampled, judged] },
    {
      ...about,
      figure: "silhouette",
      value: silhouette,
      level: "none: a mean of the texts themselves",
      n: silhouetteTexts,
      unit: "-1 to 1",
      method,
      source: "Rousseeuw 1987",
      assumptions: found,
    },
    {
      ...about,
      figure: "texts without a theme",
      value: outliers,
      level: "none: a count",
      n: texts,
      unit: "texts",
      method,
      source: ours,
      assumptions: found,
    },
  ];
}

/** `counted`: what shares are shares of. */
export function themeRows(theme: Theme, counted: ThemeFinding["unit"] = "authors"): Figure[] {
  const {
    id,
    label,
    share,
    complaint,
    complaintShrunk,
    intensity,
    severity,
    sureness,
    stability,
    stabilityInterval,
    coherence,
    outcome,
    needs = [],
    demand,
    evidenceIds,
    complaining,
    praising: praisingPlaces,
    size,
  } = theme;
  const about = { about: "theme", id, label };
  const unit = unitOf(counted);
  const all = { ids: evidenceIds, total: size };
  const complainingIds = complaining ? placed(evidenceIds, complaining) : [];
  const complaints = { ids: complainingIds, total: complainingIds.length };
  const praising = praisingPlaces && { ids: placed(evidenceIds, praisingPlaces), total: praisingPlaces.length };
  return [
    { ...about, figure: "share", ...proportion(share), unit, assumptions: [sampled], texts: all },
    { ...about, figure: "complaint", ...proportion(complaint), unit, assumptions: [sampled, judged], texts: complaints },
    ...(complaintShrunk ? [{ ...about, ...shrunkRow(complaintShrunk), unit, texts: complaints }] : []),
    {
      ...about,
      figure: "intensity",
      value: intensity,
      low: sureness?.intensity.low,
      high: sureness?.intensity.high,
      level: sureness ? 0.95 : notKept,
      n: sureness?.intensity.n ?? complaint.count,
      unit: "0 to 1",
      method: sureness ? `${sureness.method}, ${sureness.samples} resamples` : "mean score of the complaints",
      source: "Efron 1979; Davison & Hinkley 1997",
      assumptions: [sampled, judged],
      texts: complaints,
    },
    {
      ...about,
      figure: "severity",
      value: severity,
      level: sureness ? `none: a class; of ${sureness.samples} resamples ${shares(sureness.severities)}` : notKept,
      n: size,
      unit: "high, medium or low",
      ...(sureness && { basis: sureness.near ? `near ${sureness.near}` : "clear" }),
      method: sureness ? `${sureness.method}, ${sureness.samples} resamples` : "share of complaints × their mean score",
      source: ours,
      assumptions: [judged, "high from 0.45, medium from 0.25"],
      texts: complaints,
    },
    ...(stability === undefined
      ? []
      : [
          {
            ...about,
            figure: "stability",
            value: stability,
            low: stabilityInterval?.low,
            high: stabilityInterval?.high,
            level: stabilityInterval ? "95 % of the resamples" : notKept,
            n: stabilityInterval?.n,
            unit: "0 to 1",
            method: "mean largest Jaccard similarity under resampling",
            source: "Hennig 2007",
            assumptions: ["from 0.75 stable, below 0.6 not to be trusted"],
            texts: all,
          },
        ]),
    ...(coherence
      ? [
          {
            ...about,
            figure: "coherence of the terms",
            value: coherence.value,
            low: coherence.low,
            high: coherence.high,
            level: 0.95,
            count: coherence.pairs,
            n: coherence.n,
            unit: "-1 to 1",
            method: coherence.method,
            source: "Bouma 2009; Roeder, Both & Hinneburg 2015",
            assumptions: ["the texts are independent of each other", "of more than 10,000 texts a sample stands for all"],
            texts: all,
          },
        ]
      : []),
    ...(outcome ? outcomeRows(outcome, { all, complaints, praising }).map((row): Figure => ({ ...about, ...row })) : []),
    ...needs.map(({ kind, share: own, places = [] }): Figure => ({
      ...about,
      figure: `need: ${kind}`,
      ...proportion(own),
      unit,
      assumptions: [sampled, "who needs something says so in one of the phrases that are looked for; English"],
      texts: { ids: placed(evidenceIds, places), total: places.length },
    })),
    ...(demand ? demandRows(demand, about) : []),
  ];
}

function shrunkRow({ value, low, high, n, prior, method }: NonNullable<Theme["complaintShrunk"]>) {
  return {
    figure: "complaint, drawn towards the other themes",
    value,
    low,
    high,
    level: 0.95,
    n,
    method: `${method}; prior: mean ${prior.mean} of ${prior.groups} themes with the weight of ${prior.strength}`,
    source: "Efron & Morris 1975",
    assumptions: [sampled, judged, "the themes of a niche are alike, each varying about their mean"],
  };
}

function unitOf(counted: ThemeFinding["unit"]): string {
  return counted === "authors" ? "people" : "texts";
}

type Texts = NonNullable<Figure["texts"]>;

function outcomeRows(
  outcome: TextOutcome,
  { all, complaints, praising }: { all: Texts; complaints: Texts; praising: Texts | undefined },
): Omit<Figure, keyof Subject>[] {
  const { n, grade, importanceInterval, satisfactionInterval, samples, above = [] } = outcome;
  const common = {
    n,
    basis: grade,
    method: `${outcome.method}, ${samples} resamples`,
    source: "Ulwick 2005 for the score; the proxy is this product's",
    assumptions: outcome.assumptions ?? [
      "what is written of often and angrily matters, and who does not complain is satisfied",
      "comparable within this niche only",
    ],
    texts: all,
  };
  const part = (
    figure: string,
    value: number,
    interval: TextOutcome["importanceInterval"],
    texts: Texts = all,
  ): Omit<Figure, keyof Subject> => ({
    ...common,
    texts,
    figure,
    value,
    low: interval?.low,
    high: interval?.high,
    level: interval ? 0.95 : notKept,
    unit: "0 to 10",
  });
  return [
    {
      ...common,
      figure: "opportunity from texts",
      value: outcome.score,
      low: outcome.low,
      high: outcome.high,
      level: 0.95,
      unit: "0 to 20",
    },
    part("importance from texts", outcome.importance, importanceInterval, complaints),
    part("satisfaction from texts", outcome.satisfaction, satisfactionInterval, praising),
    { ...common, figure: "first of the themes", value: outcome.first, level: "none: a probability", unit: "0 to 1" },
    ...above.map(({ themeId, probability }): Omit<Figure, keyof Subject> => ({
      ...common,
      figure: `opportunity from texts higher than that of ${themeId}`,
      value: probability,
      level: "none: a probability",
      unit: "0 to 1",
    })),
  ];
}

function shares(severities: Readonly<Record<string, number>>): string {
  return Object.entries(severities)
    .map(([severity, share]) => `${severity} ${share}`)
    .join(", ");
}
