/** Whom shares count, in words: people where the source names them, else texts. */
import type { ThemeFinding } from "../../../contracts/services/niche-analysis.ts";
import { counted } from "../interface/formats.ts";

export type Counted = ThemeFinding["unit"];

export const countedNames: Record<Counted, string> = { authors: "people", texts: "texts" };

/** `countedInWords(1, "authors")` → "1 person" */
export function countedInWords(value: number, unit: Counted): string {
  return counted(value, countedNames[unit]);
}
