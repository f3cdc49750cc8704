/** The score of a niche, its factors, and what each of them could move. */
import type { Factor, Opportunity } from "../../../../../contracts/services/niche-opportunity.ts";
import { readingOf } from "../../opportunity/levels/reading.ts";
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
      level:
        "everything that unknown inputs can be, every level that the 95 % interval of a figure touches, 95 % of the severity and ±0.2 on feasibility",
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

function factorRow(factor: Factor, niche: Pick<Subject, "id" | "label">, weights: string[]): Figure {
  const { name, score, low, high, weight, basis, explanation, evidence } = factor;
  const read = readingOf(factor);
  const stated = !read && basis === "assumption" && low === high;
  return {
    about: "factor",
    ...niche,
    id: name,
    figure: `factor, weight ${weight}`,
    value: score,
    ...(!stated && { low, high }),
    level: stated ? "none: stated" : read ? "the levels that the figure's 95 % interval touches" : levelOf(factor),
    unit: "0 to 1",
    basis,
    method: evidence
      ? `${explanation} ${evidence.method}, ${evidence.samples} resamples`
      : [explanation, read?.method].filter(Boolean).join(" "),
    source: evidence ? "Davison & Hinkley 1997" : ours,
    assumptions: [...(read?.assumptions ?? takenFor(factor)), ...weights],
    ...(read && { n: read.n, texts: { ids: read.evidenceIds, total: read.evidenceIds.length } }),
    ...(read?.tableId !== undefined && { rows: { tableId: read.tableId, rows: [], total: read.n } }),
    ...(evidence && { count: evidence.complaints, n: evidence.texts, texts: { ids: evidence.evidenceIds, total: evidence.complaints } }),
  };
}

function levelOf({ name, basis }: Factor): string | number {
  if (basis === "evidence") return 0.95;
  if (basis === "unknown") return "everything that it can be";
  if (name === "solution_feasibility") return "±0.2 about what the name suggests";
  return "what is left open beside what was stated";
}

function takenFor({ name, basis, set }: Factor): string[] {
  if (basis === "evidence") return ["the texts are a sample of what people say"];
  if (basis === "unknown") return [independent];
  if (set === undefined && name === "solution_feasibility") return ["the words of the niche's name suggest it"];
  if (set === undefined && name === "monetization_potential")
    return ["it follows from size, growth, severity and the words of the niche's name"];
  return ["the level that was stated"];
}
