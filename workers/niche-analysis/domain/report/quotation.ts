/** The beginning of a text, for a note: enough to know it by. */

/** Characters of a text that have to be read for `quotation`. */
export const readForQuotation = 400;
const longest = 200;

/** One line of at most 200 characters, cut at a word where the text goes on. `text` may be the first `readForQuotation` characters of a longer one. */
export function quotation(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const whole = Array.from(text).length < readForQuotation;
  const signs = Array.from(line);
  if (whole && signs.length <= longest) return line;
  const kept = signs.slice(0, longest - 1).join("");
  const end = kept.lastIndexOf(" ");
  return `${end > kept.length / 2 ? kept.slice(0, end) : kept}…`;
}
