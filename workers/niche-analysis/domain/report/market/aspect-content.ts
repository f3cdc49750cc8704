/** What people praise and complain about, in a report: the niche and its most named competitors, each share with a note to the texts. */
import type { AspectFigures, AspectGroup, AspectSide } from "../../../../../contracts/services/niche-market-figures.ts";
import type { Block, Inline } from "../blocks.ts";
import { assumed, plural, withInterval } from "../figures.ts";
import type { Notes } from "../notes.ts";

const shownCompetitors = 3;
const shownAspects = 8;

/** As a figure or a title calls a group. */
export const ofEverybody = "the niche as a whole";

export function aspectBlocks({ groups, method, assumptions }: AspectFigures, notes: Notes): Block[] {
  const told = groups.filter(({ aspects }) => aspects.length > 0);
  const competitors = told.filter(({ competitor }) => competitor !== undefined);
  const shown = [...told.filter(({ competitor }) => competitor === undefined), ...competitors.slice(0, shownCompetitors)];
  const more = told.length - shown.length;
  return [
    { kind: "heading", level: 3, text: "What people praise and complain about" },
    ...(shown.length === 0
      ? [
          {
            kind: "paragraph" as const,
            parts: ["No aspect is named by three people in three sentences: what they praise and complain about is unknown."],
          },
        ]
      : shown.flatMap((group) => groupBlocks(group, notes))),
    ...(more > 0
      ? [
          {
            kind: "paragraph" as const,
            parts: [`${plural(more, "more competitor is", "more competitors are")} in the table of all figures.`],
          },
        ]
      : []),
    { kind: "paragraph", parts: [`Method: ${method}. ${assumed(assumptions)}`] },
  ];
}

function groupBlocks({ competitor, texts, aspects }: AspectGroup, notes: Notes): Block[] {
  const name = competitor ?? ofEverybody;
  const side = (aspect: string, verb: string, { share, texts: own, evidenceIds }: AspectSide): Inline[] => [
    withInterval(share),
    ...(share.count === 0
      ? []
      : [
          notes.claim(
            `aspect ${competitor ?? ""} ${aspect} ${verb}`,
            `${aspect} of ${name}: ${share.count} of ${share.n} who name it ${verb}; their texts, the strongest first`,
            evidenceIds,
            own,
          ),
        ]),
  ];
  return [
    { kind: "paragraph", parts: [{ strong: competitor ?? "The niche as a whole" }, `, ${plural(texts, "text")} read:`] },
    {
      kind: "table",
      header: ["Aspect", "Complain", "Praise"],
      numbers: [],
      widths: [0.28, 0.36, 0.36],
      rows: aspects
        .slice(0, shownAspects)
        .map(({ aspect, complaint, praise }) => [[aspect], side(aspect, "complain", complaint), side(aspect, "praise", praise)]),
    },
  ];
}
