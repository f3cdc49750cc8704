/** Where the records of a CSV text end, and which quotes never do: in one pass, whatever stands in the text. */

export interface CsvCuts {
  /** In their order: texts of whole records, and lines that were given up. */
  pieces: ({ records: string } | { line: string })[];
  /** Where the record begins that is not whole yet. */
  open: number;
}

/**
 * Line ends are line feeds. A quoted field in which, on a later line, another one begins was never closed: its first line is given up, and reading goes on
 * with the next. Quotes within a field that nobody doubled (`"he said "no" to me"`) are part of it.
 */
export function cutCsv(text: string, delimiter: string): CsvCuts {
  const pieces: CsvCuts["pieces"] = [];
  const opening = `${delimiter}"`;
  let whole = 0;
  let record = 0;
  let at = 0;
  const nextLine = finder(text, "\n");
  const nextOpening = finder(text, opening);
  for (;;) {
    if (text[at] === '"') {
      const end = endOfQuoted(text, at, { delimiter, lineEnd: nextLine(at) });
      if (end === undefined) break;
      if (end === "unclosed") {
        if (record > whole) pieces.push({ records: text.slice(whole, record) });
        const line = text.indexOf("\n", record);
        pieces.push({ line: text.slice(record, line) });
        whole = record = at = line + 1;
        continue;
      }
      at = end;
    } else {
      const next = Math.min(nextLine(at), nextOpening(at));
      if (next === Infinity) break;
      at = next;
    }
    if (text[at] === "\n") record = at + 1;
    at++;
  }
  if (record > whole) pieces.push({ records: text.slice(whole, record) });
  return { pieces, open: record };
}

/** Where `sought` is next from a place on, for places in their order; Infinity where it is not. Each is looked for once: a line may have very many fields. */
function finder(text: string, sought: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found >= from) return found;
    const at = text.indexOf(sought, from);
    return (found = at === -1 ? Infinity : at);
  };
}

/** What stands behind the field that the quote at `open` begins: a delimiter or a line end. Undefined where the text ends before it. */
function endOfQuoted(
  text: string,
  open: number,
  { delimiter, lineEnd }: { delimiter: string; lineEnd: number },
): number | "unclosed" | undefined {
  for (let quote = text.indexOf('"', open + 1); quote !== -1;) {
    let after = quote + 1;
    while (text[after] === '"') after++;
    let next = after;
    while (text[next] === " ") next++;
    if (next === text.length) return undefined;
    // Two quotes stand for one; an odd one closes the field, or would begin one.
    if ((after - quote) % 2 === 1) {
      if (text[next] === delimiter || text[next] === "\n") return next;
      const before = text[quote - 1];
      if ((before === delimiter || before === "\n") && lineEnd < quote) return "unclosed";
    }
    quote = text.indexOf('"', after);
  }
  return undefined;
}
