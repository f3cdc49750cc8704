/** What a bootstrap drew, as the method of a figure says it. */
import type { DrawnUnits } from "./voices.ts";

/** `conversations`, or `conversations, else authors, else texts`, as far as there are any; empty of nothing. */
export function drawnInWords({ threads, authors, texts }: DrawnUnits["drawn"]): string {
  const kinds = [threads > 0 && "conversations", authors > 0 && "authors", texts > 0 && "texts"].filter((kind) => kind !== false);
  return kinds.join(", else ");
}
