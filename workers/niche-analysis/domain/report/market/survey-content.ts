/** Outcomes of a survey in a report: what matters and is badly served, for everybody, and what comes first within each segment. */
import type { SurveyFigures } from "../../../../../contracts/services/niche-market-figures.ts";
import type { Block, Inline } from "../blocks.ts";
import { assumed, between, percent, plural, tenths } from "../figures.ts";
import type { Notes } from "../notes.ts";

const shownOutcomes = 20;
/** Outcomes that are held against each other. */
const shownPairs = 4;

type Segment = SurveyFigures["segments"][number];

export function surveyBlocks(
  { tableId, n, method, samples, assumptions, segments, leftOut }: SurveyFigures,
  fileName: string,
  notes: Notes,
): Block[] {
  const [everybody, ...groups] = segments;
  if (!everybody) return [];
  const noteOf = ({ segment = "everybody", n: own, rows }: Segment) =>
    notes.table(`survey ${segment}`, `${segment}: ${plural(own, "respondent")}; ${method}, ${samples} resamples`, {
      tableId,
      fileName,
      rows,
      total: own,
    });
  return [
    { kind: "heading", level: 3, text: "Outcomes of the survey" },
    {
      kind: "paragraph",
      parts: [
        plural(n, "respondent"),
        noteOf(everybody),
        `. Opportunity 0 to 20: above 10 underserved, above 12 high, above 15 extreme. ${assumed(assumptions)}`,
      ],
    },
    {
      kind: "table",
      header: ["Outcome", "Opportunity", "Band", "Importance", "Satisfaction", "First", "n"],
      numbers: [5, 6],
      widths: [0.26, 0.18, 0.12, 0.16, 0.16, 0.07, 0.05],
      rows: everybody.outcomes
        .slice(0, shownOutcomes)
        .map(({ outcome, score, low, high, band, importance, importanceInterval, satisfaction, satisfactionInterval, first, n: rated }) => [
          [outcome],
          [`${tenths(score)} (${between(low, high, tenths)})`],
          [band],
          [`${tenths(importance)} (${between(importanceInterval.low, importanceInterval.high, tenths)})`],
          [`${tenths(satisfaction)} (${between(satisfactionInterval.low, satisfactionInterval.high, tenths)})`],
          [percent(first)],
          [String(rated)],
        ]),
    },
    ...pairBlocks(everybody),
    ...(groups.length > 0 ? [{ kind: "list" as const, items: groups.map((group) => firstOf(group, noteOf(group))) }] : []),
    ...(leftOut.length > 0
      ? [
          {
            kind: "paragraph" as const,
            parts: [
              `Not scored, too few respondents or beyond the ten largest: ${leftOut.map(({ segment, n: own }) => `${segment} (${own})`).join(", ")}.`,
            ],
          },
        ]
      : []),
  ];
}

/** How often each of the first few scores higher than the others. */
function pairBlocks({ outcomes, above }: Segment): Block[] {
  const few = outcomes.slice(0, shownPairs);
  if (few.length < 2) return [];
  return [
    {
      kind: "table",
      header: ["Scores higher than", ...few.map(({ outcome }) => outcome)],
      numbers: few.map((_, i) => i + 1),
      widths: [0.28, ...few.map(() => 0.72 / few.length)],
      rows: few.map(({ outcome }, i) => [[outcome], ...few.map((_, j) => [i === j ? "–" : percent(above[i]?.[j] ?? 0)])]),
    },
  ];
}

function firstOf({ segment = "", n, outcomes }: Segment, note: Inline): Inline[] {
  const [best] = outcomes;
  if (!best) return [{ strong: segment }, ` (${plural(n, "respondent")})`, note, ": nobody rated an outcome."];
  return [
    { strong: segment },
    ` (${plural(n, "respondent")})`,
    note,
    `: ${best.outcome}, ${tenths(best.score)} (${between(best.low, best.high, tenths)}), ${best.band}; first in ${percent(best.first)} of the resamples.`,
  ];
}
