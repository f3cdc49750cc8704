/** How the themes were found, for the end of a report. */
import type { ThemeFinding } from "../../../../contracts/services/niche-themes.ts";
import type { Block } from "./blocks.ts";
import { plural, score, withInterval } from "./figures.ts";

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
    unit === "authors"
      ? ` by ${plural(distinctAuthors, "author")}; shares count authors`
      : "; the source names no authors, so shares count texts";
  const measured = `silhouette ${score(silhouette)}${silhouetteTexts === undefined ? "" : ` (mean of ${plural(silhouetteTexts, "text")})`}`;
  const stable = resamples === undefined ? "" : `; stability from ${plural(resamples, "resample")} (Hennig 2007)`;
  return [
    { kind: "heading", level: 2, text: "How this was found" },
    {
      kind: "list",
      items: [
        [`${plural(texts, "text")}${people}; ${outliers} ${outliers === 1 ? "fits" : "fit"} no theme.`],
        [`${withInterval(complaint)} of all ${unit === "authors" ? "people" : "texts"} complain.`],
        ...(copies && copies.exact + copies.near + (copies.same ?? 0) > 0
          ? [
              [
                `${plural(copies.exact, "copy", "copies")} word for word and ${copies.near} nearly so${copies.same ? `, and ${copies.same} in other words by decision,` : ""} count in the theme of what they repeat, without shaping it.`,
              ],
            ]
          : []),
        ...(drawn
          ? [
              [
                `Drawn for the interval of the severity: ${plural(drawn.threads, "conversation")}, ${plural(drawn.authors, "author")}, ${plural(drawn.texts, "single text")}.`,
              ],
            ]
          : []),
        [`Themes: ${method}; ${measured}${stable}${model === undefined ? "" : `; embedded by ${model}`}; seed ${seed}.`],
        ...(overrides
          ? [
              [
                `Changed by people: ${plural(overrides.applied, "change applies", "changes apply")}, ${plural(overrides.dormant.length, "finds", "find")} nothing to change.`,
              ],
            ]
          : []),
        ["Intervals are 95 %: Wilson's for shares; that of the score spans what is unknown."],
        ["Notes name at most five texts; all of them are in the tables (formats csv and figures)."],
      ],
    },
  ];
}
