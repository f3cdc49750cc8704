/** Bytes that are in another encoding than the rest of their file: read where it is certain which, marked where it is not. */

/**
 * Stands in decoded text where the bytes are no text in the encoding of the file: a row that has it is not evidence. A noncharacter of Unicode, which no
 * file has; U+FFFD, which some have from damage of before, is a character like any other.
 */
export const damage = "\ufdd0";

/** windows-1252 for 0x80 to 0x9f (WHATWG Encoding Standard); spelt out because runtimes disagree on it. */
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Each byte as the letter of its number: whoever knows the encoding of a part reads it. */
export function asLetters(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += 8192) text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return text;
}

export function fromWindows1252(bytes: Uint8Array): string {
  return spelt(asLetters(bytes));
}

function spelt(letters: string): string {
  return letters.replaceAll(/[\x80-\x9f]/g, (letter) => windows1252.charAt(letter.charCodeAt(0) - 0x80));
}

/** With a mark of damage for what is not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return strictUtf8(bytes) ?? asLetters(bytes).split("\u00ef\u00bf\u00bd").map(lenientUtf8).join("\ufffd");
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function lenientUtf8(letters: string): string {
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(bytes).replaceAll("\ufffd", damage);
}

/** Of UTF-16, with a mark of damage for each half of a pair that stands alone. */
export function fromUtf16(bytes: Uint8Array, encoding: string): string {
  const text = new TextDecoder(encoding, { fatal: false, ignoreBOM: true }).decode(bytes);
  if (!text.includes("\ufffd")) return text;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let units = "";
  for (let at = 0; at + 1 < bytes.length; at += 2) units += String.fromCharCode(view.getUint16(at, encoding === "utf-16le"));
  return units.replaceAll(/\p{Surrogate}/gu, damage) + (bytes.length % 2 === 1 ? damage : "");
}

const sequence = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g;
/** Those which windows-1252 reads as `Ã¤`, `Â°`, `â€™` or `ðŸ˜€`: nobody writes that. Others may be the end of a quotation (`Spaß“`, `payé…»`). */
const telling = /[\xc2\xc3][\x80-\xbf]|\xe2[\x80-\x86][\x80-\xbf]|\xf0\x9f[\x80-\xbf]{2}/g;

/**
 * What stands together in a file of windows-1252: UTF-8 where it is that throughout and surely not by chance, else windows-1252, with a mark of damage for
 * what is only read by chance.
 */
export function latinOrUtf8(bytes: Uint8Array): string {
  const letters = asLetters(bytes);
  const [sequences, tells] = [sequence, telling].map((kind) => letters.match(kind)?.length ?? 0) as [number, number];
  const isUtf8 = tells > 0 || sequences > 1 ? strictUtf8(bytes) : undefined;
  return isUtf8 ?? spelt(letters.replaceAll(telling, damage));
}
