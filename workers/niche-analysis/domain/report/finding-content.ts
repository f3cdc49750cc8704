/** How the themes were found, for the end of a report. */
import type { ThemeFinding } from "../../../../contracts/services/niche-themes.ts";
import type { Block } from "./blocks.ts";
import { score, withInterval } from "./figures.ts";

export function findingBlock(finding: ThemeFinding): Block[] {
  const {
    texts,
    unit,
    distinctAuthors,
    outliers,
    complaint,
    copies,
    drawn,
    silhouette,
    silhouetteTexts,
    resamples,
    method,
    model,
    seed,
    overrides,
  } = finding;
  const people =
    unit === "authors" ? ` by ${distinctAuthors} authors; shares count authors` : "; the source names no authors, so shares count texts";
  const measured = `silhouette ${score(silhouette)}${silhouetteTexts === undefined ? "" : ` (mean of ${silhouetteTexts} texts)`}`;
  const stable = resamples === undefined ? "" : `; stability from ${resamples} resamples (Hennig 2007)`;
  return [
    { kind: "heading", level: 2, text: "How this was found" },
    {
      kind: "list",
      items: [
        [`${texts} texts${people}; ${outliers} fit no theme.`],
        [`${withInterval(complaint)} of all people complain.`],
        ...(copies && copies.exact + copies.near + (copies.same ?? 0) > 0
          ? [
              [
                `${copies.exact} copies word for word and ${copies.near} nearly so${copies.same ? `, and ${copies.same} in other words by decision,` : ""} count in the theme of what they repeat, without shaping it.`,
              ],
            ]
          : []),
        ...(drawn
          ? [
              [
                `Drawn for the interval of the severity: ${drawn.threads} conversations, ${drawn.authors} authors, ${drawn.texts} single texts.`,
              ],
            ]
          : []),
        [`Themes: ${method}; ${measured}${stable}${model === undefined ? "" : `; embedded by ${model}`}; seed ${seed}.`],
        ...(overrides
          ? [[`Changed by people: ${overrides.applied} changes apply, ${overrides.dormant.length} find nothing to change.`]]
          : []),
        ["Intervals are 95 %: Wilson's for shares; that of the score spans what is unknown."],
        ["Notes name at most five texts; all of them are in the tables (formats csv and figures)."],
      ],
    },
  ];
}
