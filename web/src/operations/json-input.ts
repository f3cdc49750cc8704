/** JSON as a person types it. Pure. */

/** What the door takes at most, bytes. */
const maxBytes = 1_000_000;

export type JsonInput = { ok: true; value: unknown } | { ok: false; message: string };

/** The value that `text` spells, or a sentence that says where it goes wrong. */
export function readJson(text: string): JsonInput {
  if (text.trim() === "") return { ok: false, message: "Write a JSON value. For “nothing” write null." };
  if (new TextEncoder().encode(text).length > maxBytes) return { ok: false, message: "This is more than 1 MB, the most that can be sent." };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (cause) {
    return {
      ok: false,
      message: `This is not JSON${placeOf(String(cause), text)}. Strings and names stand in double quotes, and no comma stands before a closing bracket.`,
    };
  }
}

/** ` (line 3, column 5)`, as far as the browser's message tells. */
function placeOf(message: string, text: string): string {
  const named = /line (\d+) column (\d+)/.exec(message);
  if (named) return ` (line ${named[1]}, column ${named[2]})`;
  const position = /position (\d+)/.exec(message)?.[1];
  const before = position === undefined ? text.trimEnd() : text.slice(0, Number(position));
  if (position === undefined && !/end of|EOF/i.test(message)) return "";
  const lines = before.split("\n");
  return ` (line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1})`;
}

/** A stored JSON text over several lines; as it is when it is no JSON. */
export function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
