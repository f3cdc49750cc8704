/** What is said of the copies of texts. */
import type { Evidence, ThemeFinding } from "../../../contracts/services/niche-analysis.ts";
import { count, plural } from "../interface/formats.ts";

/** Where the row shown is the first of several that say the same. */
export function writtenOften({ count: times, people }: NonNullable<Evidence["occurrences"]>): string {
  const by = people === 1 ? "one person" : `${count(people)} people`;
  return `first of ${count(times)} times that ${by} wrote this, word for word`;
}

/** Of an analysis: what repeats an earlier text. Empty when nothing does. */
export function copiesInWords({ exact, near, same = 0 }: NonNullable<ThemeFinding["copies"]> = { exact: 0, near: 0 }): string {
  if (exact + near + same === 0) return "";
  const parts = [
    exact > 0 && `${plural(exact, "copy", "copies")} word for word`,
    near > 0 && `${count(near)} nearly so`,
    same > 0 && `${count(same)} in other words, as somebody decided`,
  ];
  return `${parts.filter((part) => part !== false).join(", ")}: they count in the theme of what they repeat without shaping it. `;
}

/** What was drawn together for the interval of the severity; empty for analyses of before that was counted. */
export function drawnInWords(drawn: { threads: number; authors: number; texts: number } | undefined): string {
  if (!drawn) return "";
  const kinds = [
    drawn.threads > 0 && plural(drawn.threads, "conversation"),
    drawn.authors > 0 && plural(drawn.authors, "author"),
    drawn.texts > 0 && plural(drawn.texts, "single text"),
  ].filter((kind) => kind !== false);
  return kinds.length === 0 ? "" : `The interval of the severity draws ${kinds.join(", ")}. `;
}
