/** The score of a niche, its factors, and what each of them could move. */
import type { Factor, Opportunity } from "../../../../../contracts/services/niche-opportunity.ts";
import { ours, type Figure, type Subject } from "./figure.ts";

const independent = "unknown levels are equally likely and independent of each other";

export function opportunityRows(opportunity: Opportunity, niche: Pick<Subject, "id" | "label">): Figure[] {
  const { score, low, high, method, factors, sensitivity, weighting, compatible } = opportunity;
  const about = { about: "niche", ...niche };
  const weights = weighting ? [`weights: ${weighting.source}, version ${weighting.version}`] : [];
  const evidence = factors.find((factor) => factor.evidence)?.evidence;
  return [
    {
      ...about,
      figure: "opportunity",
      value: score,
      low,
      high,
      level: "everything that unknown inputs can be, with 95 % of the severity",
      ...(evidence && { count: evidence.complaints, n: evidence.texts, texts: { ids: evidence.evidenceIds, total: evidence.complaints } }),
      unit: "0 to 1",
      method,
      source: `${ours}; bootstrap: Davison & Hinkley 1997`,
      assumptions: [independent, ...weights],
    },
    ...(compatible
      ? [
          {
            ...about,
            figure: "opportunity, as the predecessor has it",
            value: compatible.score,
            level: "none: it takes what is unknown for 0.5",
            unit: "0 to 1",
            method: "weighted sum with the predecessor's weights",
            source: "the product's Python predecessor",
            assumptions: ["an unknown level is 0.5", "a severity without evidence is 0"],
          },
        ]
      : []),
    ...factors.map((factor) => factorRow(factor, niche, weights)),
    ...sensitivity.map(({ factor, low: atLow, high: atHigh, swing }): Figure => ({
      about: "factor",
      ...niche,
      id: factor,
      figure: "swing of the opportunity",
      value: swing,
      low: atLow,
      high: atHigh,
      level: "the score at the factor's 10th and 90th percentile",
      unit: "0 to 1",
      method: "tornado: one factor at a time, all others as they are",
      source: "Howard 1988",
      assumptions: ["what factors do together is not seen", ...weights],
    })),
  ];
}

function factorRow(
  { name, score, low, high, weight, basis, explanation, evidence, reading }: Factor,
  niche: Pick<Subject, "id" | "label">,
  weights: string[],
): Figure {
  const read = evidence === undefined ? reading : undefined;
  return {
    about: "factor",
    ...niche,
    id: name,
    figure: `factor, weight ${weight}`,
    value: score,
    low,
    high,
    level:
      basis === "evidence"
        ? 0.95
        : basis === "unknown"
          ? "everything that it can be"
          : low === high
            ? "none: stated"
            : "what is left open beside what was stated",
    unit: "0 to 1",
    basis,
    method: evidence
      ? `${explanation} ${evidence.method}, ${evidence.samples} resamples`
      : [explanation, read?.method].filter(Boolean).join(" "),
    source: evidence ? "Davison & Hinkley 1997" : ours,
    assumptions: [
      ...(basis === "assumption"
        ? ["the level that was stated"]
        : basis === "unknown"
          ? [independent]
          : ["the texts are a sample of what people say"]),
      ...(read?.assumptions ?? []),
      ...weights,
    ],
    ...(read && { n: read.n, texts: { ids: read.evidenceIds, total: read.evidenceIds.length } }),
    ...(read?.tableId !== undefined && { rows: { tableId: read.tableId, rows: [], total: read.n } }),
    ...(evidence && { count: evidence.complaints, n: evidence.texts, texts: { ids: evidence.evidenceIds, total: evidence.complaints } }),
  };
}
