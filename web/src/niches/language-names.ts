/** Languages by their English names. */
import { count } from "../interface/formats.ts";

const names = new Intl.DisplayNames("en", { type: "language" });

/** `{deu: 12, und: 1}` → "German 12, unknown 1". */
export function languageList(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([code, texts]) => `${code === "und" ? "unknown" : (names.of(code) ?? code)} ${count(texts)}`)
    .join(", ");
}

export function languageTotal(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, texts) => sum + texts, 0);
}
