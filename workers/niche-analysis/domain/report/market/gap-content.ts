/** Problems that no leading competitor solves, in a report: themes by competitors, each cell with a note to the texts that name it. */
import type { UnderservedFigures } from "../../../../../contracts/services/niche-market-figures.ts";
import type { Block, Inline } from "../blocks.ts";
import { assumed, plural, withInterval } from "../figures.ts";
import type { Notes } from "../notes.ts";

const shownThemes = 20;
/** Columns that a page has room for. */
const shownCompetitors = 3;

export function gapBlocks(
  { competitors, leaders, themes, texts, mentions, method, assumptions }: UnderservedFigures,
  notes: Notes,
): Block[] {
  const heading: Block = { kind: "heading", level: 3, text: "Who serves it badly" };
  if (mentions === 0)
    return [
      heading,
      {
        kind: "paragraph",
        parts: [`None of the ${plural(texts, "text")} of the themes names a competitor: who serves them badly is unknown.`],
      },
    ];
  const columns = competitors.slice(0, shownCompetitors);
  const underserved = themes.filter((theme) => theme.underserved);
  return [
    heading,
    {
      kind: "paragraph",
      parts: [
        underserved.length === 0
          ? "No theme is underserved beyond doubt"
          : `Underserved: ${underserved.map(({ theme }) => theme).join("; ")}`,
        `. ${mentions} of ${plural(texts, "text")} ${mentions === 1 ? "names" : "name"} one of ${plural(competitors.length, "competitor")}; leaders, most named first: ${leaders.join(", ")}.`,
      ],
    },
    {
      kind: "table",
      header: ["Theme", ...columns.map((name) => `Complain of ${name}`)],
      numbers: [],
      widths: [0.28, ...columns.map(() => 0.72 / columns.length)],
      rows: themes.slice(0, shownThemes).map(({ themeId, theme, underserved: none, unknown, cells }) => [
        [none ? { strong: theme } : theme, none ? ": underserved" : unknown.length > 0 ? `; nobody names ${unknown.join(", ")}` : ""],
        ...columns.map((competitor): Inline[] => {
          const cell = cells.find((one) => one.competitor === competitor);
          if (!cell) return ["nobody names it"];
          const { complaint, evidenceIds, texts: own } = cell;
          const about = `${competitor} in ${theme}: ${complaint.count} of ${complaint.n} who name it complain; their texts, complaints first`;
          return [withInterval(complaint), notes.claim(`gap ${themeId} ${competitor}`, about, evidenceIds, own)];
        }),
      ]),
    },
    ...(themes.length > shownThemes
      ? [
          {
            kind: "paragraph" as const,
            parts: [`${plural(themes.length - shownThemes, "more theme is", "more themes are")} in the table of all figures.`],
          },
        ]
      : []),
    { kind: "paragraph", parts: [`Method: ${method}. ${assumed(assumptions)}`] },
  ];
}
