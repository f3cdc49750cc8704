/** Many values in one bound parameter, for `json_each`: a statement for all of them instead of one for each. */

/** Characters of JSON in one statement: a bound value has at most 2 MB (D1 limits), and a character up to three bytes. */
const maxStatementCharacters = 500_000;

/** JSON texts as JSON lists of bearable length. */
export function jsonLists(texts: readonly string[]): string[] {
  const parts: string[][] = [];
  let characters = 0;
  for (const text of texts) {
    const last = parts.at(-1);
    characters += text.length;
    if (last && characters <= maxStatementCharacters) last.push(text);
    else {
      parts.push([text]);
      characters = text.length;
    }
  }
  return parts.map((part) => `[${part.join(",")}]`);
}

/** True when SQLite reads from JSON exactly what would have been bound: it rounds fractions in its own way, and takes half a pair. */
export function survivesJson(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  return value === null || Number.isSafeInteger(value);
}
