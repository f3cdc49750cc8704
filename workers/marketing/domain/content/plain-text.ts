/** What outside text is reduced to before anything is made of it: visible characters on one line. */

/** Control and format characters: they can reorder a line (bidi), hide in a word (zero width) or break out of it. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

/** `text` on one line, in composed form, without invisible characters, without spaces at its ends. */
export function plainText(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").replace(invisible, "").trim();
}

/** Double quotation marks inside as single ones, so that the marks around a quotation are the only ones. */
export function withoutDoubleQuotes(text: string): string {
  return text.replace(/["„“”«»]/g, "’");
}

/** The form in which a quotation and its source are compared: kind of quotation mark, case and spaces do not count. */
export function comparable(text: string): string {
  return plainText(text)
    .replace(/["„“”«»'‘’`´]/g, "'")
    .toLowerCase();
}
