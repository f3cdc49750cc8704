/** The score of a niche and its factors, with what stands behind each. */
import type { ThemeFinding } from "../../../../contracts/services/niche-themes.ts";
import type { Factor, Opportunity } from "../../../../contracts/services/niche-opportunity.ts";
import { readingOf } from "../opportunity/levels/reading.ts";
import type { Block, Inline } from "./blocks.ts";
import { percent, plural, score, voicesOf } from "./figures.ts";
import type { Notes } from "./notes.ts";

type Unit = ThemeFinding["unit"];

/** `unit`: what shares count. */
export function opportunityBlocks(opportunity: Opportunity, notes: Notes, unit: Unit): Block[] {
  const { score: value, low, high, assessment, method, factors, recommendations } = opportunity;
  const severity = factors.find(({ evidence }) => evidence !== undefined);
  return [
    { kind: "heading", level: 2, text: "Opportunity" },
    {
      kind: "paragraph",
      parts: [
        { strong: score(value) },
        ` of 1, between ${score(low)} and ${score(high)}. ${assessment}`,
        ...(severity?.evidence
          ? [
              notes.claim(
                "score",
                `the part of the score that texts stand behind is its ${spoken(severity)}; ${behind(severity.evidence, unit)}`,
                severity.evidence.evidenceIds,
                severity.evidence.complaints,
              ),
            ]
          : []),
      ],
    },
    {
      kind: "table",
      header: ["Factor", "Weight", "Score", "Between", "Basis", "Why"],
      numbers: [1, 2],
      widths: [0.16, 0.08, 0.07, 0.13, 0.12, 0.44],
      rows: factors.map((factor) => [
        [spoken(factor)],
        [percent(factor.weight)],
        [score(factor.score)],
        [`${score(factor.low)} and ${score(factor.high)}`],
        [factor.basis],
        [factor.explanation, ...factorNote(factor, notes, unit)],
      ]),
    },
    ...tornado(opportunity),
    { kind: "list", items: recommendations.map((one) => [one]) },
    { kind: "paragraph", parts: [method] },
  ];
}

/** One factor at its ends and all others as they are, widest swing first. */
function tornado({ sensitivity }: Opportunity): Block[] {
  if (sensitivity.length === 0) return [];
  return [
    {
      kind: "table",
      header: ["What moves the score", "At its 10th percentile", "At its 90th", "Swing"],
      numbers: [1, 2, 3],
      widths: [0.4, 0.24, 0.2, 0.16],
      rows: sensitivity.map(({ factor, low, high, swing }) => [[factor.replaceAll("_", " ")], [score(low)], [score(high)], [score(swing)]]),
    },
  ];
}

function factorNote(factor: Factor, notes: Notes, unit: Unit): Inline[] {
  const { name, evidence } = factor;
  if (evidence)
    return [
      notes.claim(
        `factor ${name}`,
        `${spoken(factor)}: ${behind(evidence, unit)}; the strongest`,
        evidence.evidenceIds,
        evidence.complaints,
      ),
    ];
  const reading = readingOf(factor);
  if (!reading) return [];
  const about = [`${spoken(factor)}: ${reading.figure}; ${reading.method}`, ...reading.assumptions].join("; ");
  return [notes.claim(`factor ${name}`, about, reading.evidenceIds)];
}

function behind({ texts, complaints, authors, samples, method }: NonNullable<Factor["evidence"]>, unit: Unit): string {
  const by = unit === "authors" ? ` by ${voicesOf(authors, unit)}` : "";
  return `${complaints} of ${plural(texts, "text")}${by} complain; ${method}, ${samples} resamples`;
}

function spoken({ name }: Factor): string {
  return name.replaceAll("_", " ");
}
