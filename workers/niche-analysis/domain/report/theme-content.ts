/** The themes of a report: as a table, by area, and one by one with quotes and needs. */
import { needWords } from "../../../../contracts/services/niche-needs.ts";
import type { Quote } from "../../../../contracts/services/niche-figures.ts";
import type { TextOutcome } from "../../../../contracts/services/niche-text-outcome.ts";
import type { Theme, ThemeFinding } from "../../../../contracts/services/niche-themes.ts";
import type { Block, Inline } from "./blocks.ts";
import { demandParts, monthsInWords } from "./demand-content.ts";
import { assumed, between, percent, plural, score, tenths, voicesOf, withInterval } from "./figures.ts";
import type { Notes } from "./notes.ts";

type Unit = ThemeFinding["unit"];

/** `unit`: what shares count. */
export function themesTable(themes: readonly Theme[], notes: Notes, unit: Unit): Block[] {
  return [
    { kind: "heading", level: 2, text: "Themes" },
    {
      kind: "table",
      header: ["Theme", "Texts", "Share", "Complain", "Severity", "Stability"],
      numbers: [1, 5],
      widths: [0.25, 0.07, 0.21, 0.21, 0.11, 0.15],
      rows: themes.map(
        ({ id, label, size, share, complaint, severity, sureness, stability, stabilityInterval, evidenceIds, complaining }) => [
          [label],
          [String(size)],
          [
            withInterval(share),
            notes.claim(
              `share ${id}`,
              `${label}: ${plural(size, "text")}${unit === "authors" ? ` of ${voicesOf(share.count, unit)} who write about it` : ""}`,
              evidenceIds,
              size,
            ),
          ],
          [
            withInterval(complaint),
            ...(complaint.count > 0 && complaining
              ? [
                  notes.claim(
                    `complaint ${id}`,
                    `${label}: ${voicesOf(complaint.count, unit)} ${complaint.count === 1 ? "complains" : "complain"}${unit === "authors" ? `, in ${plural(complaining.length, "text")}` : ""}, the strongest`,
                    placed(evidenceIds, complaining),
                    complaining.length,
                  ),
                ]
              : []),
          ],
          [sureness?.near ? `${severity}, near ${sureness.near}` : severity],
          [
            stability === undefined
              ? ""
              : `${score(stability)}${stabilityInterval ? ` (${between(stabilityInterval.low, stabilityInterval.high, score)})` : ""}`,
          ],
        ],
      ),
    },
  ];
}

/** Themes that are held against each other. */
const shownPairs = 4;

/** How often each of the themes with most to win came out above the others. */
export function outcomePairBlocks(themes: readonly Theme[]): Block[] {
  const few = themes
    .filter(({ outcome }) => outcome?.above !== undefined)
    .toSorted((a, b) => (b.outcome?.score ?? 0) - (a.outcome?.score ?? 0) || (a.id < b.id ? -1 : 1))
    .slice(0, shownPairs);
  const [first] = few;
  if (few.length < 2 || !first?.outcome) return [];
  const { samples, assumptions = [] } = first.outcome;
  const chance = ({ outcome }: Theme, id: string) => outcome?.above?.find(({ themeId }) => themeId === id)?.probability;
  return [
    {
      kind: "table",
      header: ["Opportunity from texts higher than", ...few.map(({ label }) => label)],
      numbers: few.map((_, i) => i + 1),
      widths: [0.28, ...few.map(() => 0.72 / few.length)],
      rows: few.map((theme) => [
        [theme.label],
        ...few.map(({ id }) => {
          const share = chance(theme, id);
          return [theme.id === id || share === undefined ? "–" : percent(share)];
        }),
      ]),
    },
    {
      kind: "paragraph",
      parts: [`Chances over ${samples} resamples of texts, not a survey. ${assumed(assumptions)}`],
    },
  ];
}

export function areaBlocks(areas: NonNullable<ThemeFinding["areas"]>, themes: readonly Theme[]): Block[] {
  const labelOf = new Map(themes.map(({ id, label }) => [id, label]));
  return [
    { kind: "heading", level: 3, text: "Areas" },
    {
      kind: "list",
      items: areas.map(({ label, size, themeIds }) => [
        `${label} (${plural(size, "text")}): ${themeIds.map((id) => labelOf.get(id) ?? id).join("; ")}`,
      ]),
    },
  ];
}

export function themeBlocks(theme: Theme, notes: Notes, unit: Unit): Block[] {
  const { id, label, terms, coherence, quotes, needs = [], demand, outcome, evidenceIds } = theme;
  const quoted = ({ evidenceId, text }: Quote): Inline[] => [`“${text}”`, notes.source(evidenceId)];
  return [
    { kind: "heading", level: 3, text: label },
    { kind: "paragraph", parts: [terms.join(", "), ...(coherence ? [coherenceInWords(coherence)] : [])] },
    ...quotes.map((quote): Block => ({ kind: "quote", parts: quoted(quote) })),
    ...strengthOf(theme),
    ...shrunkOf(theme),
    ...(outcome ? [{ kind: "paragraph" as const, parts: [outcomeInWords(outcome, unit)] }] : []),
    ...(needs.length > 0
      ? [
          {
            kind: "list" as const,
            items: needs.map(({ kind, share, quotes: said, places }): Inline[] => [
              `${withInterval(share)} ${needWords[kind]}`,
              ...(places
                ? [
                    notes.claim(
                      `need ${id} ${kind}`,
                      unit === "authors"
                        ? `${label}: ${plural(places.length, "text")} of ${voicesOf(share.count, unit)} who ${needWords[kind]}`
                        : `${label}, texts that ${needWords[kind]}: ${places.length}`,
                      placed(evidenceIds, places),
                      places.length,
                    ),
                  ]
                : []),
              ": ",
              ...said.flatMap((quote, i) => [...(i > 0 ? [" "] : []), ...quoted(quote)]),
            ]),
          },
        ]
      : []),
    ...(demand
      ? [
          {
            kind: "paragraph" as const,
            parts: [...demandParts(demand, notes, { key: id, of: label }), monthsInWords(demand)],
          },
        ]
      : []),
  ];
}

function coherenceInWords({ value, low, high, n, pairs, method }: NonNullable<Theme["coherence"]>): string {
  return `. How well these terms go together, from -1 over 0, as chance has it, to 1: ${score(value)} (${between(low, high, score)}; ${plural(pairs, "pair")} in ${plural(n, "text")}; ${method}).`;
}

function strengthOf({ complaint, intensity, sureness, severity }: Theme): Block[] {
  if (complaint.count === 0 || !sureness) return [];
  const { intensity: within, near, severities, samples } = sureness;
  const doubt = near
    ? ` Severity ${severity}, near ${near}, which came out in ${percent(severities[near] ?? 0)} of ${samples} resamples.`
    : "";
  const strength = `Strength of the complaints ${score(intensity)} (${score(within.low)} to ${score(within.high)}; ${plural(within.n, "complaint")}).`;
  return [{ kind: "paragraph", parts: [strength + doubt] }];
}

function shrunkOf({ complaint, complaintShrunk }: Theme): Block[] {
  if (!complaintShrunk) return [];
  const { value, low, high, prior, method } = complaintShrunk;
  return [
    {
      kind: "paragraph",
      parts: [
        `Drawn towards the ${plural(prior.groups, "theme")} of the niche, since small ones vary most by chance, ${percent(value)} complain instead of ${percent(complaint.value)} (95 %: ${between(low, high, percent)}; ${method}).`,
      ],
    },
  ];
}

function outcomeInWords(outcome: TextOutcome, unit: Unit): string {
  const {
    score: value,
    low,
    high,
    band,
    importance,
    satisfaction,
    importanceInterval,
    satisfactionInterval,
    n,
    first,
    method,
    samples,
  } = outcome;
  const limits = (interval: TextOutcome["importanceInterval"]) => (interval ? ` (${between(interval.low, interval.high, tenths)})` : "");
  const range = `${value.toFixed(1)} of 20 (${low.toFixed(1)} to ${high.toFixed(1)}; ${voicesOf(n, unit)}), ${band}`;
  return `From texts, not a survey: opportunity ${range}, the first of the themes in ${percent(first)} of the resamples; importance ${tenths(importance)}${limits(importanceInterval)}, satisfaction ${tenths(satisfaction)}${limits(satisfactionInterval)} of 10 (${method}, ${samples} resamples).`;
}

function placed(ids: readonly string[], places: readonly number[]): string[] {
  return places.flatMap((place) => ids[place] ?? []);
}
